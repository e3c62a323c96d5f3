// A library to be preloaded: makes the N-th call of one function fail, or ends the process there.
//
// FAULT=NAME:N:ERRNO   the N-th call (from 1) of NAME fails with that error number; with "kill" for it the process is
//                      killed before the call
// FAULT_COUNTS=FILE    writes there at the end, for each function that was called, its name and how often
//
// Only calls of the program itself count, not those of libraries among themselves. Writes to standard error never fail,
// since then nobody can be told.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST = 64 };
static struct {
  const char *name;
  int count;
} calls[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char wanted[64];
static int wanted_number, wanted_errno;
static ElfW(Addr) first, last;
static char counts[4096];

// The program comes first.
static int note_program(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size, (void)context;
  first = last = info->dlpi_addr;
  for (int at = 0; at < info->dlpi_phnum; at++) {
    ElfW(Addr) end = info->dlpi_addr + info->dlpi_phdr[at].p_vaddr + info->dlpi_phdr[at].p_memsz;
    if (info->dlpi_phdr[at].p_type == PT_LOAD && end > last) last = end;
  }
  return 1;
}

__attribute__((constructor)) static void begin(void) {
  dl_iterate_phdr(note_program, NULL);
  const char *text = getenv("FAULT");
  char code[16];
  if (text && sscanf(text, "%63[^:]:%d:%15s", wanted, &wanted_number, code) == 3)
    wanted_errno = strcmp(code, "kill") == 0 ? -1 : atoi(code);
  const char *file = getenv("FAULT_COUNTS");
  if (file) snprintf(counts, sizeof counts, "%s", file);
  // Programs that are started do not get it.
  unsetenv("FAULT");
  unsetenv("FAULT_COUNTS");
}

__attribute__((destructor)) static void end(void) {
  FILE *file = counts[0] ? fopen(counts, "w") : NULL;
  if (!file) return;
  for (int at = 0; at < MOST && calls[at].name; at++)
    fprintf(file, "%s %d\n", calls[at].name, calls[at].count);
  fclose(file);
}

// The error number that this call fails with; 0 for none.
static int fails(const char *name, void *caller) {
  ElfW(Addr) from = (ElfW(Addr))caller;
  if (from < first || from >= last) return 0;
  pthread_mutex_lock(&lock);
  int at = 0;
  while (at < MOST - 1 && calls[at].name && strcmp(calls[at].name, name) != 0) at++;
  calls[at].name = name;
  int number = ++calls[at].count;
  pthread_mutex_unlock(&lock);
  if (number != wanted_number || strcmp(name, wanted) != 0) return 0;
  if (wanted_errno < 0) kill(getpid(), SIGKILL);
  return wanted_errno;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL(name, result) \
  do { \
    int code = fails(#name, __builtin_return_address(0)); \
    if (code) { \
      errno = code; \
      return result; \
    } \
  } while (0)
#define CALL(type, name, bad, parameters, arguments) \
  type name parameters { \
    FAIL(name, bad); \
    return REAL(name) arguments; \
  }

CALL(DIR *, opendir, NULL, (const char *path), (path))
CALL(DIR *, fdopendir, NULL, (int file), (file))
CALL(struct dirent *, readdir, NULL, (DIR * folder), (folder))
CALL(int, stat, -1, (const char *restrict path, struct stat *restrict found), (path, found))
CALL(int, lstat, -1, (const char *restrict path, struct stat *restrict found), (path, found))
CALL(int, fstat, -1, (int file, struct stat *found), (file, found))
CALL(
    int, fstatat, -1, (int at, const char *restrict path, struct stat *restrict found, int flags),
    (at, path, found, flags))
CALL(int, access, -1, (const char *path, int mode), (path, mode))
CALL(char *, realpath, NULL, (const char *restrict path, char *restrict found), (path, found))
CALL(
    ssize_t, readlink, -1, (const char *restrict path, char *restrict room, size_t count),
    (path, room, count))
CALL(
    ssize_t, readlinkat, -1, (int at, const char *restrict path, char *restrict room, size_t count),
    (at, path, room, count))
CALL(ssize_t, read, -1, (int file, void *room, size_t count), (file, room, count))
CALL(int, fsync, -1, (int file), (file))
CALL(int, syncfs, -1, (int file), (file))
CALL(int, rename, -1, (const char *from, const char *to), (from, to))
CALL(
    int, renameat, -1, (int from_at, const char *from, int to_at, const char *to),
    (from_at, from, to_at, to))
CALL(
    int, renameat2, -1, (int from_at, const char *from, int to_at, const char *to, unsigned flags),
    (from_at, from, to_at, to, flags))
CALL(
    int, linkat, -1, (int from_at, const char *from, int to_at, const char *to, int flags),
    (from_at, from, to_at, to, flags))
CALL(int, mkdir, -1, (const char *path, mode_t mode), (path, mode))
CALL(int, mkdirat, -1, (int at, const char *path, mode_t mode), (at, path, mode))
CALL(int, unlink, -1, (const char *path), (path))
CALL(int, unlinkat, -1, (int at, const char *path, int flags), (at, path, flags))
CALL(int, fchmod, -1, (int file, mode_t mode), (file, mode))
CALL(int, dup, -1, (int file), (file))
CALL(int, flock, -1, (int file, int operation), (file, operation))
CALL(int, futimens, -1, (int file, const struct timespec times[2]), (file, times))
CALL(int, pipe2, -1, (int ends[2], int flags), (ends, flags))

ssize_t write(int file, const void *bytes, size_t count) {
  if (file != 2) FAIL(write, -1);
  return REAL(write)(file, bytes, count);
}

// A file whose closing fails is closed.
int close(int file) {
  int code = fails("close", __builtin_return_address(0));
  int done = REAL(close)(file);
  if (!code) return done;
  errno = code;
  return -1;
}

int openat(int at, const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = va_arg(rest, mode_t);
  va_end(rest);
  FAIL(openat, -1);
  return REAL(openat)(at, path, flags, mode);
}

// Only openat2(2) is called so.
long syscall(long number, ...) {
  long part[6];
  va_list rest;
  va_start(rest, number);
  for (int at = 0; at < 6; at++) part[at] = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_openat2) {
    int code = fails("openat2", __builtin_return_address(0));
    if (code) {
      errno = code;
      return -1;
    }
  }
  return REAL(syscall)(number, part[0], part[1], part[2], part[3], part[4], part[5]);
}

int pthread_create(
    pthread_t *restrict thread, const pthread_attr_t *restrict how, void *(*body)(void *),
    void *restrict argument) {
  int code = fails("pthread_create", __builtin_return_address(0));
  return code ? code : REAL(pthread_create)(thread, how, body, argument);
}

int posix_spawn(
    pid_t *restrict child, const char *restrict program, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict how, char *const arguments[restrict],
    char *const environment[restrict]) {
  int code = fails("posix_spawn", __builtin_return_address(0));
  return code ? code : REAL(posix_spawn)(child, program, actions, how, arguments, environment);
}
