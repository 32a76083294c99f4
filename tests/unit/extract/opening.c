#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "extract/opening.h"

#include <stdlib.h>

static struct span of(const char *s) {
    return s ? (struct span){s, strlen(s)} : NO_SPAN;
}

/* The addressee stands between the brackets, which the text is read without. */
static const char *const addressees[] = {
    "Mme Lucie Arnaud appelle tout particulièrement l'attention de [M. le ministre de la santé] "
    "sur les délais.",
    "M. Paul Girard souhaite attirer de nouveau l'attention de [Mme la ministre des armées] sur "
    "la relève.",
    "M. Paul Girard tient à attirer l'attention de [M. le secrétaire d'État à la mer] "
    "concernant les ports.",
    "M. Paul Girard se permet d'attirer l'attention de [M. le ministre délégué, chargé du "
    "logement], sur les loyers.",
    "Mme Lucie Arnaud désire appeler l'attention de [Mme la garde des sceaux, ministre de la "
    "justice], sur les greffes.",
    "M. Paul Girard demande à [Mme la ministre de la culture] de bien vouloir lui préciser ce "
    "point.",
    "M. Paul Girard demande à [Mme la ministre de la culture] de préciser ce point.",
    "M. Paul Girard demande à [Mme la ministre de la culture] si elle compte agir.",
    "M. Paul Girard demande à [M. le ministre de l'intérieur] quelles mesures il compte prendre.",
    "M. Paul Girard demande à [M. le ministre de l'intérieur] s'il compte agir.",
    "M. Paul Girard demande à [M. le ministre de l'intérieur] de l'informer de ses projets.",
    "M. Paul Girard demande à [M. le ministre de l'intérieur] d'envisager une réforme.",
    "M. Paul Girard demande à [M. le Premier ministre] les raisons de ce retard.",
    /* accents set apart, at a word's end too */
    "M. Rene\xCC\x81 Girard interroge [Mme la ministre de la sante\xCC\x81] sur les ports.",
    "M. Paul Girard demande à [M. le ministre de l'intérieur] les raisons de ce retard.",
    "Mme Lucie Arnaud prie [M. le ministre des transports] de bien vouloir lui faire connaître "
    "le calendrier.",
    "Mme Lucie Arnaud expose à [M. le ministre de l'agriculture] la situation des vergers.",
    "Mme Lucie Arnaud rappelle à [M. le ministre de l'agriculture] les termes de sa question n° "
    "12.",
    "Mme Lucie Arnaud signale à [Mme la ministre de la santé] que les urgences ferment.",
    "Mme Lucie Arnaud fait part à [Mme la ministre de la santé] de son inquiétude.",
    "Mme Lucie Arnaud fait part à [Mme la ministre de la santé] de l'inquiétude des "
    "sages-femmes.",
    "Mme Lucie Arnaud fait observer à [M. le ministre du budget] que la taxe augmente.",
    "M. Paul Girard s'étonne auprès de [M. le ministre de l'économie] des retards constatés.",
    "M. Paul Girard s'étonne auprès de [M. le ministre de l'économie, des finances et de la "
    "relance] que la loi ne soit pas appliquée.",
    "M. Paul Girard s'inquiète auprès de [Mme la ministre du travail] de la situation des "
    "saisonniers.",
    "M. Paul Girard interpelle [M. le ministre de la ville, de la jeunesse et des sports] sur "
    "les stades.",
    "M. Paul Girard alerte [Mme la secrétaire d'État auprès de la Première ministre, chargée de "
    "la biodiversité], sur les frelons.",
    "M. Paul Girard saisit [M. le ministre de la justice] du cas d'un détenu.",
    "M. Paul Girard sollicite [M. le ministre de la justice] afin d'obtenir des moyens.",
    "M. Paul Girard remercie [M. le ministre de la justice] de sa réponse.",
    "M. Paul Girard interroge [M. le ministre chargé du Grand Paris], sur les gares.",
    "M. Paul Girard remercie [M. le ministre de la justice] pour sa réponse.",
    "M. Paul Girard informe [Mme la ministre de l'éducation nationale] que des classes ferment.",
    "M. Paul Girard informe [Mme la ministre de l'éducation nationale] du malaise des maîtres.",
    "Mme Lucie Arnaud souligne auprès de [M. le ministre de la santé] la nécessité d'agir.",
    "Mme Lucie Arnaud voudrait savoir de [M. le ministre de la santé] quand paraîtra le décret.",
    "Mme Lucie Arnaud souhaiterait connaître l'avis de [M. le ministre de la santé] sur ce "
    "décret.",
    "Mme Lucie Arnaud souhaiterait connaître les intentions de [Mme la ministre de la santé] "
    "quant au décret.",
    "M. Paul Girard interroge [Mme la ministre de l'environnement, de l'énergie et de la mer, "
    "chargée des relations internationales sur le climat] sur les barrages.",
    "M. Paul Girard interroge [Mme la ministre de la transition écologique, chargée des "
    "relations internationales sur le climat, chargé des transports] sur la ligne "
    "Nantes-Bordeaux.",
    "M. Paul Girard interroge [Mme la ministre déléguée auprès du ministre de l'intérieur, "
    "chargée de l'égalité entre les femmes et les hommes et de la lutte contre les "
    "discriminations], à propos des refuges.",
    "M. Paul Girard interroge [M. le ministre délégué chargé des relations avec le Parlement] "
    "sur l'ordre du jour.",
    "M. Paul Girard interroge [M. LE MINISTRE DE L'INTÉRIEUR] sur la police.",
    "M. PAUL GIRARD INTERROGE [M. LE MINISTRE DE L'INTÉRIEUR] SUR LA POLICE.",
    "M Paul Girard demande a [M le ministre de l'economie et des finances] de bien vouloir lui "
    "indiquer le produit de la taxe.",
    "M Paul Girard attire l'attention de [M le ministre des anciens combattants et victimes de "
    "guerre] sur les pensions.",
    "M Paul Girard attire l'attention de [M le ministre des departements et territoires "
    "d'outre-mer] sur le rhum.",
    "M. Paul Girard attire, à la suite de la tempête, l'attention de [M. le ministre de "
    "l'intérieur] sur les digues.",
    "Interpellé par des riverains, M. Paul Girard demande à [M. le ministre de l'équipement] de "
    "lui indiquer le tracé.",
    "Le 3 mars dernier, M. Paul Girard demandait à [M. le ministre de l'équipement] où en est "
    "le tracé.",
    "L'attention de [M. le ministre de l'intérieur] est attirée par M. Paul Girard sur les "
    "radars.",
    "M. Paul Girard (Rhône - SER) interroge [M. le ministre de l'intérieur] sur les radars.",
    "M. Paul Girard, sénateur du Rhône, interroge [M. le ministre de l'intérieur], de nouveau, "
    "sur les radars.",
    "M. Paul Girard interroge [M. Jean Bonnet, ministre de l'intérieur], sur les radars.",
    "M. Paul Girard interroge [le ministre de l'intérieur] sur les radars.",
    "M. Paul Girard attire l'attention du [ministre de l'intérieur] sur les radars.",
    "M. Paul Girard demande au [ministre de l'intérieur] si les radars sont sûrs.",
    "Ma question s'adresse à [M. le ministre de l'intérieur].",
    "Monsieur le président, ma question s'adresse à [Mme la ministre de la santé] et porte sur "
    "l'hôpital.",
    "M. Paul Girard demande à [M. le ministre de l'industrie] : 1° si le tarif baisse ; 2° "
    "quand.",
    "M. Paul Girard attire l'attention de [M. le ministre de l’économie] sur les prix.",
    "M. Paul Girard, qui avait interrogé M. le ministre de l'intérieur sur les radars, demande "
    "à [Mme la ministre des armées] si elle agira.",
    "M. Paul Girard interroge [M. le Premier ministre] à nouveau sur le budget.",
    "M. Paul Girard invite [M. le ministre de l'intérieur] à prendre un décret.",
    "M. Paul Girard demande à [M. le secrétaire d'État auprès du ministre des affaires "
    "étrangères, chargé du commerce extérieur, de la promotion du tourisme et des Français de "
    "l'étranger], de lui préciser le calendrier.",
    "M. Paul Girard attire l'attention de [M. le haut-commissaire aux solidarités actives "
    "contre la pauvreté, haut-commissaire à la jeunesse], sur les foyers.",
    "M. Paul Girard demande à [M. le ministre d'État, ministre de l'écologie, du développement "
    "durable et de l'aménagement du territoire] de lui préciser le tracé.",
    "M. Paul Girard attire l'attention de [M. le ministre de l'éducation nationale] et lui "
    "demande d'agir.",
    "M. Paul Girard indique à [M. le ministre de l'éducation nationale] que les classes ferment.",
    "M. Paul Girard questionne [M. le ministre auprès du ministre de l'économie, des finances "
    "et de la souveraineté industrielle et numérique, chargé du budget et des comptes publics] "
    "au sujet de la taxe.",
    "Mme Lucie Arnaud appelle une nouvelle fois l'attention de [M. le ministre des solidarités "
    "et de la santé] sur les soins.",
    "Mme Lucie Arnaud attire l'attention bienveillante de [M. le ministre des solidarités, de "
    "l'autonomie et des personnes handicapées] sur les soins.",
    "Mme Lucie Arnaud souhaite savoir auprès de [M. le ministre de la santé] si un plan existe.",
    "L'attention de [Mme la ministre de la santé] a été appelée par Mme Lucie Arnaud sur les "
    "soins.",
    "M. Paul Girard rappelle à [M. le ministre de la fonction publique et de la réforme de "
    "l'État] sa question.",
    "Mme Lucie Arnaud demande à [Mme la ministre du pouvoir d'achat] comment agir.",
    "M. Paul Girard demande à [M. le ministre chargé de la mer et de la pêche] d'agir.",
    "M. Paul Girard demande à [M. le ministre de l'Europe et des affaires étrangères] où en "
    "sont les négociations sur le climat.",
    "M. Paul Girard interroge [M. le ministre de l'intérieur] pour savoir si les radars sont "
    "sûrs.",
    "M. Paul Girard interroge [M. le ministre de l'intérieur] dans le cadre de la loi sur les "
    "radars.",
    "M. Paul Girard interroge [M. le ministre de l'intérieur], Jean Bonnet, sur les radars.",
    "M. Paul Girard interroge [M. le ministre de l'intérieur], Luc Roy, sur les radars.",
    "M. Paul Girard demande à [M. le ministre de l'intérieur] combien de radars sont en service.",
    "M. Paul Girard demande à [M. le ministre de l'intérieur] le nombre de radars.",
    "M. Paul Girard pose à [M. le ministre de l'intérieur] la question suivante : les radars "
    "sont-ils sûrs ?",
    "M.\u00a0Paul Girard interroge [M.\u00a0le\u00a0ministre de l’intérieur\net des outre-mer]\n"
    "sur les radars.",
    "Mme Lucie Arnaud interroge [M. le ministre délégué au budget, aux comptes publics et à la "
    "réforme de l'État, porte-parole du Gouvernement], sur la taxe.",
    "Mme Lucie Arnaud expose à [M. le ministre d'État, ministre de l'écologie, en charge des "
    "technologies vertes et des négociations sur le climat], que la mer monte.",
    "M. Paul Girard demande à [M. le ministre de l'industrie, des P et T et du tourisme] s'il "
    "compte agir.",
    "M. Paul Girard informe [M. le secrétaire d'État chargé de la prévention des risques "
    "majeurs] de la situation du port.",
    "M. Paul Girard interroge [M. le ministre de l'hyperanticonstitutionnalité] sur les lois.",
    "M. Paul Girard demande à [M. le ministre chargé de mobilier urbain] si les bancs tiennent.",
    "M. Paul Girard attire l'attention de [M. le ministre de la santé des armées] sur les soins.",
    "M. Paul Girard interroge [M. le ministre de la mer], à bord, sur les ports.",
    "M. Paul Girard informe [M. le ministre de la mer] et l'interroge sur les ports.",
    "M. Paul Girard interroge [M. le ministre de la mer et pêche], sur les ports.",
    "M. Paul Girard interroge [M. le ministre de la mer et la Presse] sur les ports.",
    "M. Paul Girard interroge [M. le ministre de la mer et la ville] sur les ports.",
    "M. Paul Girard interroge [M. le ministre de la mer] pour la troisième fois sur les ports.",
    "M. Paul Girard informe [M. le ministre de la mer] pour mémoire.",
    "M. Paul Girard demande à [M. le ministre de la mer] (1) si les ports ferment.",
    "Ma question s'adresse à [M. le ministre de la mer]. Le port ferme.",
    "Ma question s'adresse à [M. le ministre de la mer] ; . Le port ferme.",
    "M. Paul Girard interroge [M. le ministre chargé des négociations] sur",
    "M. Paul Girard interroge [M. le ministre chargé des négociations] sur (le climat).",
    "M. Paul Girard interroge [M. le ministre chargé des négociations] sur la mer.",
    "M. Paul Girard demande à [M. le ministre de la mer], le nombre de ports.",
    "M. Paul Girard interroge [M. le ministre de la mer], Mme la ministre de la ville étant "
    "absente.",
    "M. Paul Girard avait interrogé [M. le ministre de la mer] sur les ports.",
    "M. Paul Girard interroge [M. le ministre de la mer]- sur les ports.",
    "M. Paul Girard interroge [M. le ministre de la sante\xCD\x82] sur les ports.",
    "M. Paul Girard interroge [M. le ministre de l'Ευρωπη] sur les ports.",
    "M. Paul Girard interroge [M. le ministre de l'Ͱ] sur les ports.",
};

#define TEN_WORDS "de la mer et de la ville et des ports "

static const char *const not_sure[] = {
    "M. Paul Girard interroge M. le ministre de l'intérieur, à « titre d'exemple », sur les ports.",
    "M. Paul Girard interroge M. le ministre de l'intérieur et, lui demandant de répondre, attend.",
    "M. Paul Girard interroge le Gouvernement sur les radars.",
    "M. Paul Girard appelle l'attention de M. le président du Sénat sur les radars.",
    "M. Paul Girard attire l'attention de M. le ministre de l'intérieur et de M. le ministre de "
    "la justice sur les radars.",
    "M. Paul Girard interroge M. le ministre de l'intérieur et Mme la ministre de la justice "
    "sur les radars.",
    "M. Paul Girard interroge M. le ministre de l'intérieur. Les radars sont en panne sur la "
    "route.",
    "M. le ministre de l'intérieur a-t-il prévu des radars ?",
    "M. Paul Girard se félicite que M. le ministre de la santé ait annoncé un plan sur le "
    "cancer.",
    "M. Paul Girard se félicite que M. le ministre de la mer parte sur le port.",
    "M. Paul Girard interroge M. le ministre de la mer va agir sur le port.",
    "M. Paul Girard attire l'attention de M. le Premier ministre et de M. le ministre de la mer "
    "sur le port.",
    "M. Paul Girard informe M. le ministre de la santé du mal-être des soignants sur le "
    "territoire.",
    "M. Paul Girard interroge M. le ministre de la santé, de l'emploi",
    "M. Paul Girard interroge M. le ministre du (port) sur les quais.",
    "M. Paul Girard interroge M. le ministre de la santé du",
    "M. Paul Girard interroge par lettre que M. le ministre de la mer sur le port a lue.",
    "M. Paul Girard demande à M. le ministre de la santé des moyens pour les hôpitaux sur le "
    "territoire.",
    "M. Paul Girard interroge M. le ministre de la mer {sic} sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer § sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer → sur les ports.",
    "M. Paul Girard interroge M. le premier",
    "M. Paul Girard interroge M. le secrétaire, d'accord, sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer à",
    "M. Paul Girard interroge M. le ministre de la mer à (bord) sur les ports.",
    "M. Paul Girard interroge M. le ministre de la",
    "M. Paul Girard interroge M. le ministre de la (mer) sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer a été reçu sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer et",
    "M. Paul Girard interroge M. le ministre de la mer et, enfin, sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer et pêche",
    "M. Paul Girard interroge M. le ministre de la mer pour",
    "M. Paul Girard interroge M. le ministre de la mer pour (voir) sur les ports.",
    "M. Paul Girard interroge M. le ministre pour la mer sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer pour mémoire sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer ; sur les ports.",
    "M. Paul Girard interroge M. le Premier ministre ainsi que le préfet sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer, la ville, sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer, PORTS, sur les quais.",
    "M. Paul Girard interroge M. le ministre de la mer, Europe, sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer, Jean Bonnet",
    "M. Paul Girard interroge M. le ministre de la mer, Jean Bonnet sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer est sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer ainsi que le préfet sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer 3 fois sur les ports.",
    "M. Paul Girard interroge M. le ministre de la mer, pêche, sur les ports.",
    "M. Paul Girard interroge M. (le ministre de la mer) sur les ports.",
    "M. Paul Girard interroge M. et Mme Roux sur les ports.",
    "M. Paul Girard interroge M. le",
    "M. Paul Girard interroge M. le (ministre) sur les ports.",
    "M. Paul Girard interroge le (ministre de la mer) sur les ports.",
    "M. Paul Girard parle de M. le ministre de la mer sur les ports.",
    "M. Paul Girard arrive à M. le ministre de la mer sur les ports.",
    "M. Paul Girard interroge, M. le ministre de la mer sur les ports.",
    "M. Paul Girard interroge M. le ministre " TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS
    TEN_WORDS TEN_WORDS TEN_WORDS "sur le port.",
};

static const struct {
    const char *author, *text, *civility, *speaker;
} speakers[] = {
    {"Paul Girard", "M. Paul Girard interroge", "M.", "Paul Girard"},
    {NULL, "M. Paul Girard interroge", "M.", "Paul Girard"},
    {"GIRARD Paul", "M.\u00a0Paul Girard interroge", "M.", "Paul Girard"},
    {"Andre Delaunay", "M André Delaunay expose", "M", "André Delaunay"},
    {"Lucie Arnaud", "Mme. Lucie Arnaud interroge", "Mme", "Lucie Arnaud"},
    {"Lucie Arnaud", "Mlle Lucie Arnaud interroge", "Mlle", "Lucie Arnaud"},
    {"Lucie Arnaud", "Mme LUCIE ARNAUD INTERROGE", "Mme", "LUCIE ARNAUD"},
    {"Paul Girard", "M. PAUL GIRARD S'ÉTONNE", "M.", "PAUL GIRARD"},
    {"Lucie Arnaud", "Madame Lucie Arnaud interroge", NULL, "Lucie Arnaud"},
    {"Jean-Marie Le Goff", "M. Jean-Marie Le Goff attire", "M.", "Jean-Marie Le Goff"},
    {"Le Goff Jean Marie", "M. Jean-Marie Le Goff attire", "M.", "Jean-Marie Le Goff"},
    {"Anne de La Tour du Lac", "Mme Anne de La Tour du Lac prie", "Mme", "Anne de La Tour du Lac"},
    {"Anne du Ministère", "Mme Anne du Ministère prie", "Mme", "Anne du Ministère"},
    {"Hugo d'Arcy", "M. Hugo d’Arcy prie", "M.", "Hugo d’Arcy"},
    {"Paul Question", "M. Paul Question pose", "M.", "Paul Question"},
    {"J. Œrsted", "M. J. Œrsted pose", "M.", "J. Œrsted"},
    {"Lucie Arnaud", "Mme Lucie Arnaud, députée de la Marne, prie", "Mme", "Lucie Arnaud"},
    {"Lucie Arnaud", "Mme Lucie Arnaud (Marne) prie", "Mme", "Lucie Arnaud"},
    {"Lucie Arnaud", "Le 3 mars, Mme Lucie Arnaud demandait", "Mme", "Lucie Arnaud"},
    {"Lucie Arnaud", "Le port ferme. Il pleut. Mme Lucie Arnaud prie", "Mme", "Lucie Arnaud"},
    {"Lucie Arnaud", "M. Paul Girard et Mme Lucie Arnaud prient", "Mme", "Lucie Arnaud"},
    {"Lucie Arnaud", "M. Paul Girard prie", NULL, NULL},
    {"Lucie Arnaud", "Mme Arnaud prie", NULL, NULL},
    {"Lucie Arnaud", "Lucie Arnaud prie", NULL, NULL},
    {"Lucie Arnaud", "Mmes Lucie Arnaud et Anne Roux prient", NULL, NULL},
    {"Lucie Arnaud", "Il. Il. Il. Il. Il. Mme Lucie Arnaud prie", NULL, NULL},
    {"-", "Mme Lucie Arnaud prie", NULL, NULL},
    {NULL, "Le 3 mars, Mme Lucie Arnaud demandait", NULL, NULL},
    {NULL, "M. le ministre a promis", NULL, NULL},
    {NULL, "M. LE PRÉSIDENT a promis", NULL, NULL},
    {NULL, "Mme la députée a promis", NULL, NULL},
    {NULL, "Mme LA PRÉSIDENTE a promis", NULL, NULL},
    {NULL, "M. le Ministre a promis", NULL, NULL},
    {NULL, "M. LE", "M.", "LE"},
    {NULL, "Mme Anne de", "Mme", "Anne"},
    {NULL, "Mme Anne de, Roux", "Mme", "Anne"},
    {NULL, "Mme Anne de la du des le Roux prie", "Mme", "Anne"},
    /* capitals and small letters of other alphabets */
    {"Ζωή Roux", "Mme Ζωή Roux prie", "Mme", "Ζωή Roux"},
    {"東 Roux", "M. 東 Roux prie", "M.", "東 Roux"},
    {NULL, "M. Čapek Łuk Žak Ÿvain prie", "M.", "Čapek Łuk Žak Ÿvain"},
    {NULL, "M. Bartholomé'Roux prie", "M.", "Bartholomé"},
    {NULL, "M. Paul čapek", "M.", "Paul"},
    {NULL, "M. Paul łuk", "M.", "Paul"},
    {NULL, "M. Paul žak", "M.", "Paul"},
    {"Abcdefghijklmnopqrstuvwxyzabcdefgh Roux", "M. Abcdefghijklmnopqrstuvwxyzabcdefgh Roux", "M.",
     "Abcdefghijklmnopqrstuvwxyzabcdefgh Roux"},
    {NULL, "M", NULL, NULL},
    {NULL, "", NULL, NULL},
};

static const struct {
    const char *text;
    bool invented;
} inventions[] = {
    {"Mme Lucie Arnaud interroge le Ministère de la santé avenir des lignes.", true},
    {"Mme Lucie Arnaud interroge le Secrétariat d'État aux transports lignes du soir.", true},
    {"Mme Lucie Arnaud interroge le Haut-Commissariat aux retraites lignes du soir.", true},
    {"Mme Lucie Arnaud interroge le Premier Ministre avenir du port.", true},
    {"Mme Lucie Arnaud interroge le Ministère  des ports, puis M. le ministre de la mer sur", true},
    {"Mme Lucie Arnaud interroge M. le Premier ministre sur le port.", false},
    {"Mme Lucie Arnaud interroge le ministère de la santé sur le port.", false},
    {"Mme Lucie Arnaud interroge le Gouvernement sur le port.", false},
    {"Mme Lucie Arnaud interroge son Ministère de tutelle sur le port.", false},
    {"Mme Lucie Arnaud interroge", false},
    {"Mme Lucie Arnaud interroge, le Ministère écoute.", false},
    {"Mme Lucie Arnaud interroge le", false},
    {"Mme Lucie Arnaud interroge le (Ministère) de la mer.", false},
};

static void check_span(const char *text, struct span found, struct span expected) {
    if (!expected.ptr != !found.ptr || !span_equal(found, expected))
        fail_msg("\"%s\"\ngives \"%.*s\",\nnot   \"%.*s\"", text, (int)found.len,
                 found.ptr ? found.ptr : "", (int)expected.len, expected.ptr ? expected.ptr : "");
}

static void test_addressees(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof addressees / sizeof *addressees; i++) {
        char text[1024], expected[1024];
        size_t n = 0, begin = 0, end = 0;
        for (const char *p = addressees[i]; *p; p++)
            if (*p == '[')
                begin = n;
            else if (*p == ']')
                end = n;
            else
                text[n++] = *p;
        text[n] = '\0';
        memcpy(expected, text + begin, end - begin);
        struct opening o = opening_read((struct span){text, n}, NO_SPAN);
        check_span(text, o.addressee, (struct span){expected, end - begin});
        assert_false(o.invented);
    }
}

static void test_not_sure(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof not_sure / sizeof *not_sure; i++)
        check_span(not_sure[i], opening_read(of(not_sure[i]), NO_SPAN).addressee, NO_SPAN);
}

static void test_speakers(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof speakers / sizeof *speakers; i++) {
        struct opening o = opening_read(of(speakers[i].text), of(speakers[i].author));
        check_span(speakers[i].text, o.civility, of(speakers[i].civility));
        check_span(speakers[i].text, o.speaker, of(speakers[i].speaker));
    }
    assert_null(opening_read(NO_SPAN, NO_SPAN).speaker.ptr);
}

static void test_inventions(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof inventions / sizeof *inventions; i++) {
        struct opening o = opening_read(of(inventions[i].text), of("Lucie Arnaud"));
        if (o.invented != inventions[i].invented)
            fail_msg("\"%s\"", inventions[i].text);
        assert_true(!o.invented || !o.addressee.ptr);
        assert_non_null(o.speaker.ptr);
    }
}

/* The author's sentence is the one that counts, wherever it stands. */
static void test_authors_sentence(void **state) {
    static const char text[] = "M. Jean Roux a écrit à M. le ministre de la ville sur ce point. "
                               "Mme Lucie Arnaud prie M. le ministre de la mer de répondre.";
    (void)state;
    check_span(text, opening_read(SPAN(text), of("Lucie Arnaud")).addressee,
               of("M. le ministre de la mer"));
}

/* What is read of a paragraph ends with a whole character. */
static void test_window(void **state) {
    enum { WINDOW = 4096 };
    char text[2 * WINDOW] = "M. ";
    (void)state;
    for (size_t n = 3; n + 2 < sizeof text; n += 2)
        memcpy(text + n, "É", 2);
    struct span speaker = opening_read((struct span){text, WINDOW + 1}, NO_SPAN).speaker;
    assert_ptr_equal(speaker.ptr, text + 3);
    assert_int_equal(speaker.len, WINDOW - 3 - 1);
}

/* Finishing is the test. */
static void test_hostile(void **state) {
    static const char *const parts[] = {
        "M. ",  "M. le ministre ",          "M. le ministre de la ville, ", "de ",
        "M. A ", "interroge M. le ministre ", "demande à ",                  "é",
        ", ",   "l'",
    };
    size_t size = 2 << 20;
    char *text = malloc(size);
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct span s = {text, 0};
        for (size_t n = strlen(parts[i]); s.len + n <= size; s.len += n)
            memcpy(text + s.len, parts[i], n);
        assert_false(opening_read(s, s).invented);
        assert_false(opening_read(s, of("Lucie Arnaud")).invented);
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addressees), cmocka_unit_test(test_not_sure),
        cmocka_unit_test(test_speakers),   cmocka_unit_test(test_inventions),
        cmocka_unit_test(test_authors_sentence), cmocka_unit_test(test_window),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
