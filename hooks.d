hooks.o: src/hooks.c src/hooks.h src/html.h src/text.h include/qparse.h \
  src/site.h src/element.h src/page.h src/diagnostic.h src/place.h

src/hooks.h:

src/html.h:

src/text.h:

include/qparse.h:

src/site.h:

src/element.h:

src/page.h:

src/diagnostic.h:

src/place.h:
