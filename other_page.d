other_page.o: src/other_page.c src/other_page.h src/page.h \
  src/diagnostic.h src/text.h include/qparse.h src/place.h

src/other_page.h:

src/page.h:

src/diagnostic.h:

src/text.h:

include/qparse.h:

src/place.h:
