official_find.o: src/official_find.c src/official_find.h src/official.h \
  src/extract.h src/segment.h src/lex.h src/site.h src/element.h \
  src/text.h include/qparse.h src/page.h src/diagnostic.h src/place.h

src/official_find.h:

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
