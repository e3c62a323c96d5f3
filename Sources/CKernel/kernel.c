#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

const int docbuild_o_path = O_PATH;
const int docbuild_o_tmpfile = O_TMPFILE;

int docbuild_open_beneath(int at, const char *path, int flags, int plain) {
  struct open_how how;
  memset(&how, 0, sizeof how);
  how.flags = (uint64_t)flags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | (plain ? RESOLVE_NO_SYMLINKS : 0);
  // The kernel answers EAGAIN when a rename elsewhere makes it doubt a "..".
  for (int tries = 0; tries < 64; tries++) {
    long made = syscall(SYS_openat2, at, path, &how, sizeof how);
    if (made >= 0) return (int)made;
    if (errno != EAGAIN && errno != EINTR) return -errno;
  }
  return -EAGAIN;
}

int docbuild_openat(int at, const char *path, int flags, unsigned mode) {
  for (;;) {
    int made = openat(at, path, flags, mode);
    if (made >= 0) return made;
    if (errno != EINTR) return -errno;
  }
}

uint64_t docbuild_thread_time(pthread_t thread) {
  clockid_t clock;
  struct timespec time;
  if (pthread_getcpuclockid(thread, &clock) != 0) return 0;
  if (clock_gettime(clock, &time) != 0) return 0;
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static volatile sig_atomic_t caught;

static void note(int number) { caught = number; }

void docbuild_catch_signals(void) {
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (unsigned at = 0; at < sizeof numbers / sizeof *numbers; at++) {
    struct sigaction old, action;
    // What the caller ignores (nohup) stays ignored.
    if (sigaction(numbers[at], NULL, &old) == 0 && old.sa_handler == SIG_IGN) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    sigaction(numbers[at], &action, NULL);
  }
}

int docbuild_caught_signal(void) { return caught; }

void docbuild_end_by_signal(int number) {
  signal(number, SIG_DFL);
  raise(number);
  _exit(128 + number);
}

int docbuild_sync(int descriptor) { return syncfs(descriptor) == 0 ? 0 : errno; }
