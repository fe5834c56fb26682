#include "CEmbedded.h"

#pragma clang diagnostic ignored "-Wc23-extensions"
#include "files+generated.inc"

const cembedded_file *cembedded_files(size_t *count) {
  *count = sizeof(files) / sizeof(files[0]);
  return files;
}
