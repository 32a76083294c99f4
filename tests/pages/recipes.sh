#!/bin/bash
# That the recipes of src/README.md work as they are written: each is followed on a copy of the tree,
# and once each is seen to fail where it is followed wrongly. QPARSE is not used: the copy is built.
set -u
cd "$(dirname "$0")/../.." || exit 2
top=$PWD
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0

# result WHAT STATUS
result() {
    [ "$2" = 0 ] && echo "ok - $1" && return
    failed=1 && echo "not ok - $1" && tail -n 30 "$work/log" | sed 's/^/    /'
}
# quietly COMMAND...: what it says is shown only with a failure
quietly() { "$@" >"$work/log" 2>&1; }
# after FILE LINE NEW...: puts lines behind the first one that holds LINE
after() {
    local file=$1 line=$2
    grep -qF -- "$line" "$file" || { echo "no '$line' in $file" >"$work/log" && result "$file" 1; }
    awk -v line="$line" -v new="$(printf '%s\n' "${@:3}")" \
        '{ print } !done && index($0, line) { print new; done = 1 }' "$file" >"$work/new" &&
        cat "$work/new" >"$file"
}
# in_header FILE SCRIPT: sed in a header, whose time stays: a value more at an enum's end, or a
# declaration, changes no other object.
in_header() {
    cp -p "$1" "$work/old" && sed -i "$2" "$1" && touch -r "$work/old" "$1"
}

# What `make` has built is taken along: only what a recipe changes is compiled anew.
cp -a Makefile src include tests "$work/" && mkdir -p "$work/fixtures" "$work/build" || exit 2
cp -a build/obj build/schema_text.h build/with-* "$work/build/" 2>"$work/log" || result 'the build to start from' 1
cp -r fixtures/001-pending fixtures/272-an-dyn-pending "$work/fixtures/" && cd "$work" || exit 2
unset UPDATE FIXTURES QPARSE QPARSE_CHECKED
build() { quietly make -s -j2 CFLAGS='-O0 -g0' all; }

# A label.
after src/sites/assemblee.c '{DATUM_RENEWED, "question renouvelee le"' \
    '    {DATUM_RENEWED, "question reconduite le", TAIL_DATE, 0},'
cat >tests/pages/cases/recipe.txt <<END
## A label of our own
--- page from fixtures/272-an-dyn-pending/page.copy.txt
- Dates :
+ Dates :
+ Question reconduite le 31/12/2030
--- said
11:1 warning ambiguous-label
--- record as before
.events | length = $(jq '.events | length + 1' fixtures/272-an-dyn-pending/expected.json)
.events[-1].type = "renewed"
.events[-1].date = "2030-12-31"
END

# A family of pages.
cat >src/sites/try.c <<'END'
/* Pages of a template that nobody has. */
#include "sites/sites.h"

static const struct label labels[] = {
    {DATUM_QUESTION_DATE, "deposee le", TAIL_DATE, 0},
    {DATUM_SIGNALLED, "mise en avant le", TAIL_DATE, 0},
    {DATUM_TITLE, "objet", TAIL_VALUE, 0},
    {DATUM_NONE, NULL, TAIL_NONE, 0},
};

static const struct selector selectors[] = {
    {EL_DIV, NULL, "class", "essai-question", ROLE_NONE, ROLE_BODY, NULL, 0},
    {EL_DIV, NULL, "class", "essai-reponse", ROLE_NONE, ROLE_RESPONSE, NULL, 0},
    {EL_OTHER, NULL, NULL, NULL, ROLE_NONE, ROLE_NONE, NULL, 0},
};

const struct family family_try = {"template of a test", "2030-", QP_ASSEMBLEE, labels, selectors, NULL, true, false};
END
sed -i 's/^extern const struct family /&family_try, /; s/&family_nossenateurs,/\&family_try, &/' src/sites/families.c
cat >>tests/pages/cases/recipe.txt <<'END'

## A family of our own
--- page
<!DOCTYPE html><html><body><h1>Question écrite n° 77 de M. Jean Martin (Les Bacs - Rhône)</h1>
<p>17e législature</p><p>Objet : Les bacs</p><p>Déposée le 3 mars 2030</p><p>Mise en avant le 4 mars 2030</p>
<div class="essai-question">M. Jean Martin interroge Mme la ministre de la mer sur les bacs.</div>
<div class="essai-reponse">Les bacs passent.</div></body></html>
--- record
.id = "AN-17-QE-77"
.title = "Les bacs"
.author.name = "Jean Martin"
.body.date = "2030-03-03"
.events[0].type = "signalled"
.body.blocks[0].text = "M. Jean Martin interroge Mme la ministre de la mer sur les bacs."
.response.blocks[0].text = "Les bacs passent."
.status = "answered"
END

# An output format.
in_header include/qparse.h 's/QP_JSONARRAY }/QP_JSONARRAY, QP_TITLE }/'
in_header src/emit/emit.h 's/emit_jsonarray;/emit_jsonarray, emit_title;/'
after src/emit/emit.c '[QP_JSONARRAY] = ' \
    '    [QP_TITLE] = {"title", emit_title, ".title", "", "", "", false},'
cat >src/emit/title.c <<'END'
/* The title alone. */
#include "emit/emit.h"

int emit_title(const qp_question *question, enum qp_part part, struct buffer *out) {
    (void)part;
    buffer_append(out, question->title.data, question->title.size);
    buffer_char(out, '\n');
    return out->failed ? -1 : 0;
}
END

build
result 'the tree is built with a label, a family and a format more' $?
quietly test "$(./qparse -f title fixtures/001-pending/page.txt)" = \
    "$(jq -r .title fixtures/001-pending/expected.json)"
result 'the format writes what its hooks say' $?
quietly ./qparse -o out/ -f title fixtures/001-pending/page.txt && quietly test -s out/page.txt.title
result 'and has its suffix' $?
quietly env QPARSE="$PWD/qparse" python3 tests/pages/cases.py recipe
result 'the label and the family are read' $?
./qparse --list-sites | grep -q 'template of a test'
result 'the family is listed' $?
sed -i 's/"2030-12-31"/"2030-12-30"/' tests/pages/cases/recipe.txt
! quietly env QPARSE="$PWD/qparse" python3 tests/pages/cases.py recipe
result 'a small case that is wrong is red' $?

# A page case.
mkdir fixtures/900-try && sed 's/4127/4128/' fixtures/001-pending/page.txt >fixtures/900-try/page.txt
! quietly make -s CFLAGS='-O0 -g0' check T=900-try
result 'a page case without expectations is red' $?
quietly make -s CFLAGS='-O0 -g0' check T=900-try UPDATE=1
quietly make -s CFLAGS='-O0 -g0' check T=900-try && grep -q '"number": "4128"' fixtures/900-try/expected.json
result 'make check UPDATE=1 writes them' $?
sed -i 's/"4128"/"4129"/' fixtures/900-try/expected.json
! quietly make -s CFLAGS='-O0 -g0' check T=900-try
result 'a page that differs is red' $?
cd "$top" || exit 2
exit $failed
