#define _GNU_SOURCE
#include "CPlatform.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Everything below that runs in a handler calls only what POSIX allows there.

enum { slots = 64, longestPath = 4200, longestText = 512, stackSize = 64 << 10 };

static struct {
  atomic_int state;  // 0 free, 1 being written, 2 in use
  char path[longestPath];
} temporaries[slots];

static atomic_int interrupts;
static int faultCode = 70;
static _Thread_local char reading[longestText], judging[longestText];
static _Thread_local int hasStack;
static atomic_int isExplaining;

int cplatform_remember_temporary(const char *path) {
  if (strlen(path) >= longestPath) return -1;
  for (int i = 0; i < slots; i++) {
    int expected = 0;
    if (!atomic_compare_exchange_strong(&temporaries[i].state, &expected, 1)) continue;
    strcpy(temporaries[i].path, path);
    atomic_store(&temporaries[i].state, 2);
    return i;
  }
  return -1;
}

void cplatform_forget_temporary(int number) {
  if (number >= 0 && number < slots) atomic_store(&temporaries[number].state, 0);
}

static void removeTemporaries(void) {
  for (int i = 0; i < slots; i++)
    if (atomic_load(&temporaries[i].state) == 2) unlink(temporaries[i].path);
}

static void interrupted(int number) {
  (void)number;
  if (atomic_fetch_add(&interrupts, 1) > 0) {
    removeTemporaries();
    _exit(130);
  }
}

void cplatform_count_interrupts(void) {
  struct sigaction action = {0};
  action.sa_handler = interrupted;
  // No SA_RESTART: a read that waits for a writer must end.
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  // Whoever started the program may have held the signals back for itself.
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGINT);
  sigaddset(&wanted, SIGTERM);
  pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

int cplatform_interrupts(void) { return atomic_load(&interrupts); }

static void say(const char *text) {
  size_t length = strlen(text);
  while (length > 0) {
    ssize_t written = write(2, text, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text += written;
    length -= (size_t)written;
  }
}

static void fault(int number) {
  // Another thread of a program that is coming apart waits for the end.
  if (atomic_exchange(&isExplaining, 1))
    for (;;) pause();
  char digits[4] = {(char)('0' + number / 10 % 10), (char)('0' + number % 10), 0};
  say("\nko-forensics: a bug in the program: signal ");
  say(digits);
  if (reading[0] || judging[0]) {
    say(reading[0] ? " while reading " : " while judging ");
    say(reading[0] ? reading : judging);
  }
  say("; no report was written; please report it with the input\n");
  removeTemporaries();
  _exit(faultCode);
}

/// A thread whose stack ran over has none left for the handler.
static void takeStack(void) {
  if (hasStack) return;
  hasStack = 1;
  void *memory = mmap(NULL, stackSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  stack_t stack = {.ss_sp = memory, .ss_size = stackSize};
  if (sigaltstack(&stack, NULL) != 0) munmap(memory, stackSize);
}

void cplatform_explain_faults(int exitCode) {
  faultCode = exitCode;
#ifdef CPLATFORM_IS_SANITIZED
  return;
#endif
  takeStack();
  const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
  struct sigaction action = {0};
  action.sa_handler = fault;
  action.sa_flags = SA_ONSTACK;
  for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, NULL);
}

static void copyName(char *to, const char *text, size_t length) {
  takeStack();
  size_t count = length < longestText - 1 ? length : longestText - 1;
  for (size_t i = 0; i < count; i++) {
    // Names are not trusted: nothing of them may steer a terminal.
    unsigned char byte = (unsigned char)text[i];
    to[i] = byte < 0x20 || byte == 0x7F || (byte & 0xE0) == 0x80 ? '?' : (char)byte;
  }
  to[count] = 0;
}

void cplatform_now_reading(const char *text, size_t length) { copyName(reading, text, length); }

void cplatform_judging(const char *text, size_t length) { copyName(judging, text, length); }
