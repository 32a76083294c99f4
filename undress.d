undress.o: src/undress.c src/page.h src/diagnostic.h src/text.h \
  include/qparse.h src/place.h

src/page.h:

src/diagnostic.h:

src/text.h:

include/qparse.h:

src/place.h:
