author.o: src/author.c src/blocks.h src/extract.h src/segment.h src/lex.h \
  src/site.h src/element.h src/text.h include/qparse.h src/page.h \
  src/diagnostic.h src/place.h

src/blocks.h:

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
