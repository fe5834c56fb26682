#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Sanitizers have handlers of their own, and take more address space than any limit leaves.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CPLATFORM_IS_SANITIZED 1
#endif
#endif

/// Offset of the first occurrence of `needle` in `haystack`, or -1. `memmem` is a GNU extension that Swift does not see.
ptrdiff_t cplatform_find(const void *haystack, size_t haystackLength, const void *needle, size_t needleLength);

/// Offset of the first byte equal to `byte`, or -1.
static inline ptrdiff_t cplatform_find_byte(const void *haystack, size_t length, uint8_t byte) {
  const char *hit = (const char *)memchr(haystack, byte, length);
  return hit ? hit - (const char *)haystack : -1;
}

/// Offset of the first byte equal to `byte`, or `length`.
static inline size_t cplatform_end(const void *haystack, size_t length, uint8_t byte) {
  const char *hit = (const char *)memchr(haystack, byte, length);
  return hit ? (size_t)(hit - (const char *)haystack) : length;
}

#ifdef __SSE2__
/// Sixteen bytes looked at in one go: a bit for each that no name holds or that is `stop`.
static inline unsigned cplatform_name_ends(const uint8_t *text, uint8_t stop) {
  typedef uint8_t Bytes __attribute__((vector_size(16)));
  typedef char Marks __attribute__((vector_size(16)));
  Bytes some;
  memcpy(&some, text, sizeof some);
  return (unsigned)__builtin_ia32_pmovmskb128(
      (Marks)((some <= 0x20) | (some == 0x22) | (some == 0x7F) | (some == stop)));
}
#endif

/// Number of bytes before the first that no name holds (white space, control characters, double quote, DEL) or that is
/// `stop`; `length` if there is none. Reads no byte behind `length`, and at most `before` bytes in front of `text`.
static inline size_t cplatform_name_length(const uint8_t *text, size_t before, size_t length, uint8_t stop) {
  size_t at = 0;
#ifdef __SSE2__
  // Names are a few dozen bytes long: sixteen at a time, the last ones with some of those before them.
  for (; length - at >= 16; at += 16) {
    unsigned ends = cplatform_name_ends(text + at, stop);
    if (ends != 0) return at + (size_t)__builtin_ctz(ends);
  }
  if (at == length) return length;
  if (before + length >= 16) {
    unsigned ends = cplatform_name_ends(text + length - 16, stop) >> (16 - (length - at));
    return ends == 0 ? length : at + (size_t)__builtin_ctz(ends);
  }
#endif
  while (at < length && text[at] > 0x20 && text[at] != 0x22 && text[at] != 0x7F && text[at] != stop) at += 1;
  return at;
}

/// From now on freed blocks of at least `blockSize` bytes go back to the system at once instead of being kept for later:
/// slower, but the process is never larger than what it holds. Swift does not see `mallopt`.
void cplatform_give_back_memory(size_t blockSize);

/// From now on SIGINT and SIGTERM are counted; the second ends the program at once. Call once, before threads are made.
void cplatform_count_interrupts(void);

/// Interrupts so far. Any thread.
int cplatform_interrupts(void);

/// From now on a fatal signal (a trap, a bad address, an abort) says on standard error which input was being read, removes
/// temporary files and ends the program with `exitCode` instead of a core dump.
void cplatform_explain_faults(int exitCode);

/// What this thread reads from here on, for the message of a fatal signal; cut at a limit. `text` need not be terminated.
void cplatform_now_reading(const char *text, size_t length);

/// What this thread works on when it reads nothing, for the same message.
void cplatform_judging(const char *text, size_t length);

/// Remembers a file to be removed if the program is ended by a signal. The number to forget it by, or -1 if there is no
/// room.
int cplatform_remember_temporary(const char *path);

/// The file is in its place, or gone.
void cplatform_forget_temporary(int number);

/// Starts a program and hands out the ends of pipes to its standard input and from its standard output; its process number,
/// or -1 with `errno`.
int cplatform_spawn(const char *program, char *const arguments[], int *request, int *answer);

/// Waits for a child: its exit code, or minus the signal that ended it.
int cplatform_wait(int pid);

/// Takes from this process, for good, everything but reading files, computing, and writing to what is open: no sockets, no
/// programs, no files written. At most `memory` bytes of address space and `fileSize` bytes in one file of its own. Not 0
/// where the system cannot do all of it.
int cplatform_confine(uint64_t memory, uint64_t fileSize);

/// Whether `cplatform_confine` was called.
int cplatform_is_confined(void);

/// A file in memory, for a process that may write none.
int cplatform_memory_file(void);

/// Processors that this process may use.
int cplatform_processors(void);
