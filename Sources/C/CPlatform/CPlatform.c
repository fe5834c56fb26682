#define _GNU_SOURCE
#include "CPlatform.h"
#include <malloc.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

ptrdiff_t cplatform_find(const void *haystack, size_t haystackLength, const void *needle, size_t needleLength) {
  const char *hit = memmem(haystack, haystackLength, needle, needleLength);
  return hit ? hit - (const char *)haystack : -1;
}

void cplatform_give_back_memory(size_t blockSize) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, (int)blockSize);
#else
  (void)blockSize;
#endif
}

int cplatform_processors(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return (int)sysconf(_SC_NPROCESSORS_ONLN);
}
