options.o: src/options.c src/options.h include/qparse.h

src/options.h:

include/qparse.h:
