official_values.o: src/official_values.c src/official_values.h \
  src/official.h src/extract.h src/segment.h src/lex.h src/site.h \
  src/element.h src/text.h include/qparse.h src/page.h src/diagnostic.h \
  src/place.h src/blocks.h src/date.h src/identity.h src/relation.h

src/official_values.h:

src/official.h:

src/extract.h:

src/segment.h:

src/lex.h:

src/site.h:

src/element.h:

src/text.h:

include/qparse.h:

src/page.h:

src/diagnostic.h:

src/place.h:

src/blocks.h:

src/date.h:

src/identity.h:

src/relation.h:
