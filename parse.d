parse.o: src/parse.c src/decode.h src/diagnostic.h src/text.h \
  include/qparse.h src/extract.h src/segment.h src/lex.h src/site.h \
  src/element.h src/page.h src/place.h src/official.h src/other_page.h \
  src/result.h src/mime.h src/sniff.h

src/decode.h:

src/diagnostic.h:

src/text.h:

include/qparse.h:

src/extract.h:

src/segment.h:

src/lex.h:

src/site.h:

src/element.h:

src/page.h:

src/place.h:

src/official.h:

src/other_page.h:

src/result.h:

src/mime.h:

src/sniff.h:
