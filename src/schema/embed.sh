#!/bin/sh
# Prints C arrays of the files' bytes with a NUL behind, named after the files.
# Numbers, no string literals: C99 promises only 4095 characters in one.
set -eu
export LC_ALL=C
for file; do
    name=$(basename "$file" | tr -c 'A-Za-z0-9\n' _)
    bytes=$(od -An -v -tu1 "$file") # apart from the pipeline, so that its failure ends the script
    printf 'static const unsigned char %s[] = {\n' "$name"
    printf '%s\n' "$bytes" |
        awk '{ line = ""; for (i = 1; i <= NF; i++) line = line $i ","; print line }'
    printf '0};\n'
done
