#define _GNU_SOURCE
#include "CKernel.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
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

// The same for a path whose components are looked up by hand.
static int walk_plain(const char *path, int flags) {
  char name[NAME_MAX + 1];
  int folder = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  while (folder >= 0) {
    path += strspn(path, "/");
    size_t length = strcspn(path, "/");
    if (length > NAME_MAX) {
      close(folder);
      return -ENAMETOOLONG;
    }
    memcpy(name, path, length);
    name[length] = 0;
    path += length;
    int is_last = path[strspn(path, "/")] == 0;
    int made = openat(
        folder, length ? name : ".",
        O_NOFOLLOW | (is_last ? flags : O_PATH | O_DIRECTORY | O_CLOEXEC));
    int code = errno;
    close(folder);
    if (is_last || made < 0) return made >= 0 ? made : -code;
    folder = made;
  }
  return -errno;
}

int docbuild_open_plain(const char *path, int flags, int walks) {
  struct open_how how;
  if (path[0] != '/') return -EINVAL;
  memset(&how, 0, sizeof how);
  how.flags = (uint64_t)flags;
  how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  while (!walks) {
    long made = syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    if (made >= 0) return (int)made;
    if (errno == ENOSYS || errno == EPERM) break;
    if (errno != EAGAIN && errno != EINTR) return -errno;
  }
  return walk_plain(path, flags);
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

int docbuild_make_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void docbuild_raise_event(int event) {
  int before = errno;  // it may be what a signal interrupted looks at next
  uint64_t one = 1;
  ssize_t ignored = write(event, &one, sizeof one);
  (void)ignored;
  errno = before;
}

void docbuild_clear_event(int event) {
  uint64_t count;
  ssize_t ignored = read(event, &count, sizeof count);
  (void)ignored;
}

static int word_count;
static char **words;

// The C library hands these to constructors.
__attribute__((constructor)) static void keep_words(int count, char **all) {
  word_count = count;
  words = all;
}

int docbuild_word_count(void) { return word_count; }

const char *docbuild_word(int index) { return words[index]; }

int docbuild_sync(int descriptor) { return syncfs(descriptor) == 0 ? 0 : errno; }

int docbuild_folders_tell(const char *path) {
  // ext4, XFS, btrfs, tmpfs, overlayfs, F2FS, ZFS and bcachefs, by the numbers in statfs(2).
  static const unsigned known[] = {0xEF53,     0x58465342, 0x9123683E, 0x01021994,
                                   0x794C7630, 0xF2F52010, 0x2FC12FC1, 0xCA451A4E};
  struct statfs found;
  if (statfs(path, &found) != 0) return 0;
  for (unsigned at = 0; at < sizeof known / sizeof *known; at++)
    if ((unsigned)found.f_type == known[at]) return 1;
  return 0;
}
