#define _GNU_SOURCE
#include "CSupervisor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// So deep folders are moved up before they are looked into: descriptors are few.
enum { DEEPEST = 64 };

// Opens the folder `name` in the folder `at`, when it is one and nothing is mounted there.
static int open_here(int at, const char *name, int flags) {
  struct open_how how = {0};
  how.flags = (uint64_t)(flags | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  how.resolve = RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  long opened = syscall(SYS_openat2, at, name, &how, sizeof how);
  if (opened >= 0 || errno != ENOSYS) return (int)opened;
  // Before Linux 5.6 only other file systems can be recognised, by their device.
  struct stat outer, inner;
  int folder = openat(at, name, flags | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0 && (fstat(at, &outer) || fstat(folder, &inner) || outer.st_dev != inner.st_dev)) {
    close(folder);
    errno = EXDEV;
    return -1;
  }
  return folder;
}

// The same for reading, its owner's rights being given back where they were taken.
static int open_up(int at, const char *name) {
  int opened = open_here(at, name, O_RDONLY);
  if (opened >= 0 || errno != EACCES) return opened;
  int handle = open_here(at, name, O_PATH);
  if (handle < 0) return -1;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", handle);
  chmod(path, 0700);
  close(handle);
  return open_here(at, name, O_RDONLY);
}

// Takes away what is in `folder`, which it closes; folders that are too deep go into `top`.
static void empty(int folder, int top, int depth, unsigned *moved) {
  struct stat status;
  if (fstat(folder, &status) == 0 && (status.st_mode & 0700) != 0700)
    fchmod(folder, (status.st_mode & 07777) | 0700);
  DIR *entries = fdopendir(folder);
  if (!entries) {
    close(folder);
    return;
  }
  struct dirent *entry;
  while ((entry = readdir(entries))) {
    const char *name = entry->d_name;
    if (!strcmp(name, ".") || !strcmp(name, "..")) continue;
    if (unlinkat(folder, name, 0) == 0 || (errno != EISDIR && errno != EPERM)) continue;
    if (unlinkat(folder, name, AT_REMOVEDIR) == 0) continue;
    if (depth == DEEPEST) {
      char up[32];
      snprintf(up, sizeof up, "docbuild-deep-%u", (*moved)++);
      renameat(folder, name, top, up);
      continue;
    }
    int inner = open_up(folder, name);
    if (inner < 0) continue;
    empty(inner, top, depth + 1, moved);
    unlinkat(folder, name, AT_REMOVEDIR);
  }
  closedir(entries);
}

// Opens the folder to remove, unless something is mounted over it.
static int open_top(const char *path) {
  const char *name = strrchr(path, '/');
  char above[PATH_MAX];
  if (!name ||
      snprintf(above, sizeof above, "%.*s", (int)(name - path), path) >= (int)sizeof above) {
    errno = EINVAL;
    return -1;
  }
  int folder = open(above[0] ? above : "/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -1;
  int top = open_up(folder, name + 1);
  int code = errno;
  close(folder);
  errno = code;
  return top;
}

int docbuild_remove_tree(const char *path) {
  unsigned moved = 0, before;
  do {
    before = moved;
    int top = open_top(path);
    if (top < 0) return errno == ENOENT ? 0 : errno;
    int other = fcntl(top, F_DUPFD_CLOEXEC, 0);
    empty(top, other, 0, &moved);
    if (other >= 0) close(other);
    if (rmdir(path) == 0 || errno == ENOENT) return 0;
  } while (moved > before);
  return errno;
}
