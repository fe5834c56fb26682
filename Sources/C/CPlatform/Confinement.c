#define _GNU_SOURCE
#include "CPlatform.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#endif

extern char **environ;
static int isConfined;

int cplatform_is_confined(void) { return isConfined; }

int cplatform_memory_file(void) { return (int)syscall(SYS_memfd_create, "spool", 1u /* MFD_CLOEXEC */); }

int cplatform_spawn(const char *program, char *const arguments[], int *request, int *answer) {
  int to[2], from[2];
  if (pipe2(to, O_CLOEXEC) != 0) return -1;
  if (pipe2(from, O_CLOEXEC) != 0) {
    close(to[0]), close(to[1]);
    return -1;
  }
  posix_spawn_file_actions_t actions;
  pid_t pid = -1;
  int code = posix_spawn_file_actions_init(&actions);
  if (code == 0) {
    posix_spawn_file_actions_adddup2(&actions, to[0], 0);
    posix_spawn_file_actions_adddup2(&actions, from[1], 1);
    code = posix_spawn(&pid, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
  }
  close(to[0]), close(from[1]);
  if (code != 0) {
    close(to[1]), close(from[0]);
    errno = code;
    return -1;
  }
  *request = to[1];
  *answer = from[0];
  return pid;
}

int cplatform_wait(int pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void limit(int what, uint64_t value) {
#ifdef CPLATFORM_IS_SANITIZED
  return;
#endif
  struct rlimit old;
  if (getrlimit((__rlimit_resource_t)what, &old) != 0) return;
  struct rlimit wanted = {value, value};
  if (old.rlim_max != RLIM_INFINITY && old.rlim_max < value) wanted.rlim_cur = wanted.rlim_max = old.rlim_max;
  setrlimit((__rlimit_resource_t)what, &wanted);
}

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#else
#define MACHINE AUDIT_ARCH_AARCH64
#endif

// What reading, computing and answering need. Everything else fails with EPERM instead of being done.
static const int allowed[] = {
    SYS_read, SYS_pread64, SYS_readv, SYS_preadv, SYS_write, SYS_writev, SYS_pwrite64, SYS_lseek, SYS_close, SYS_fstat,
    SYS_newfstatat, SYS_statx, SYS_getdents64, SYS_readlinkat, SYS_faccessat, SYS_getcwd, SYS_fcntl, SYS_dup, SYS_dup3,
    SYS_fadvise64, SYS_ftruncate, SYS_memfd_create, SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_madvise, SYS_brk,
    SYS_futex, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_exit, SYS_exit_group,
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_getrandom, SYS_getpid,
    SYS_gettid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_set_robust_list, SYS_set_tid_address,
    SYS_sched_yield, SYS_sched_getaffinity, SYS_getrusage, SYS_sysinfo, SYS_uname, SYS_ppoll, SYS_pipe2, SYS_eventfd2,
    SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_timerfd_create, SYS_timerfd_settime, SYS_membarrier,
    SYS_restart_syscall,
#ifdef SYS_rseq
    SYS_rseq,
#endif
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
#if defined(__x86_64__)
    SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_dup2, SYS_pipe, SYS_epoll_wait, SYS_time, SYS_arch_prctl,
#endif
};

#define ARGUMENT(n) (offsetof(struct seccomp_data, args[n]))

/// Files may be opened for reading only, threads may be made, and processes, sockets and everything else may not.
static int filterCalls(void) {
  enum { count = sizeof allowed / sizeof *allowed };
  static struct sock_filter code[2 * count + 40];
  size_t n = 0;
  const uint32_t deny = SECCOMP_RET_ERRNO | EPERM;
#define ADD(...) code[n++] = (struct sock_filter)__VA_ARGS__
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
  for (size_t i = 0; i < count; i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)allowed[i], 0, 1));
    ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  }
  // The C library falls back to clone, whose flags can be seen.
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(0)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x00010000 /* CLONE_THREAD */, 0, 1));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  ADD(BPF_STMT(BPF_RET | BPF_K, deny));
  const uint32_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 4));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(2)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, writing, 1, 0));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  ADD(BPF_STMT(BPF_RET | BPF_K, deny));
#if defined(__x86_64__)
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_open, 0, 4));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(1)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, writing, 1, 0));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  ADD(BPF_STMT(BPF_RET | BPF_K, deny));
#endif
  // Signals to itself only.
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 4));
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(0)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)getpid(), 0, 1));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  ADD(BPF_STMT(BPF_RET | BPF_K, deny));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prlimit64, 0, 4));
  // Its own limits may be asked for, not set.
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(2)));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1));
  ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  ADD(BPF_STMT(BPF_RET | BPF_K, deny));
  ADD(BPF_STMT(BPF_RET | BPF_K, deny));
#undef ADD
  struct sock_fprog program = {(unsigned short)n, code};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/// Of the file system only reading is left, for kernels that know Landlock; the filter above holds without it, too.
static void forbidWriting(void) {
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif
  // Everything of its first version but reading files and folders.
  uint64_t handled = 0x1FFFu & ~(1u << 2) & ~(1u << 3);
  int rules = (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
  if (rules < 0) return;
  syscall(SYS_landlock_restrict_self, rules, 0);
  close(rules);
}

int cplatform_confine(uint64_t memory, uint64_t fileSize) {
  limit(RLIMIT_AS, memory);
  limit(RLIMIT_FSIZE, fileSize);
  limit(RLIMIT_CORE, 0);
  // Whoever started it is gone: so is what it works for.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  isConfined = 1;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  forbidWriting();
  return filterCalls();
}

#else

int cplatform_confine(uint64_t memory, uint64_t fileSize) {
  limit(RLIMIT_AS, memory);
  limit(RLIMIT_FSIZE, fileSize);
  limit(RLIMIT_CORE, 0);
  isConfined = 1;
  return -1;
}

#endif
