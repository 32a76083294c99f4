main.o: src/main.c src/batch.h src/options.h include/qparse.h \
  src/completion.h src/diff.h src/help.h src/say.h src/text.h \
  src/validate.h

src/batch.h:

src/options.h:

include/qparse.h:

src/completion.h:

src/diff.h:

src/help.h:

src/say.h:

src/text.h:

src/validate.h:
