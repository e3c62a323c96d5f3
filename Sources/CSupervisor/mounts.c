#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// mount_setattr(2), open_tree(2) and move_mount(2), which glibc has from 2.36 on, as the kernel defines them.
struct attributes {
  uint64_t set, clear, propagation, userns;
};
enum {
  READ_ONLY = 1,        // MOUNT_ATTR_RDONLY
  WHOLE_TREE = 0x8000,  // AT_RECURSIVE
  CLONE = 1,            // OPEN_TREE_CLONE
  FROM_DESCRIPTOR = 4,  // MOVE_MOUNT_F_EMPTY_PATH
};

static int set_mounts(int at, const char *path, int flags, uint64_t set, uint64_t clear) {
  struct attributes wanted = {set, clear, 0, 0};
  return syscall(SYS_mount_setattr, at, path, flags, &wanted, sizeof wanted) == 0 ? 0 : errno;
}

// A place that is to be seen as it is now, whatever is mounted over it or above it.
typedef struct {
  char path[PATH_MAX];
  char link[PATH_MAX];  // what it leads to, if it is a symbolic link
  int tree;             // its mount, -1 for a link
  int is_folder;
} kept_path;

typedef struct {
  kept_path *paths;
  int count;
} kept_paths;

// Notes a place; what is not there is left out. 0 or an errno.
static int keep(kept_paths *kept, const char *path, int is_read_only) {
  struct stat status;
  if (lstat(path, &status) != 0) return 0;
  kept_path *grown = realloc(kept->paths, (size_t)(kept->count + 1) * sizeof *grown);
  if (!grown) return ENOMEM;
  kept->paths = grown;
  kept_path *entry = &grown[kept->count];
  memset(entry, 0, sizeof *entry);
  if (strlen(path) >= sizeof entry->path) return ENAMETOOLONG;
  strcpy(entry->path, path);
  entry->tree = -1;
  entry->is_folder = S_ISDIR(status.st_mode);
  if (S_ISLNK(status.st_mode)) {
    if (readlink(path, entry->link, sizeof entry->link - 1) < 0) return errno;
  } else {
    entry->tree = (int)syscall(
        SYS_open_tree, AT_FDCWD, path, CLONE | O_CLOEXEC | WHOLE_TREE | AT_SYMLINK_NOFOLLOW);
    if (entry->tree < 0) return errno;
    int code =
        is_read_only ? set_mounts(entry->tree, "", AT_EMPTY_PATH | WHOLE_TREE, READ_ONLY, 0) : 0;
    if (code) return code;
  }
  kept->count++;
  return 0;
}

static void make_folders(const char *path) {
  char part[PATH_MAX];
  snprintf(part, sizeof part, "%s", path);
  for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir(part, 0755);
    *slash = '/';
  }
}

// Puts a place where it was, making it anew in an empty file system. 0 or an errno.
static int put_back(const kept_path *entry) {
  struct stat status;
  if (lstat(entry->path, &status) != 0) {
    make_folders(entry->path);
    if (entry->tree < 0) return symlink(entry->link, entry->path) == 0 ? 0 : errno;
    int made = entry->is_folder ? mkdir(entry->path, 0755) : mknod(entry->path, S_IFREG | 0644, 0);
    if (made != 0) return errno;
  }
  if (entry->tree < 0) return 0;
  long moved = syscall(SYS_move_mount, entry->tree, "", AT_FDCWD, entry->path, FROM_DESCRIPTOR);
  return moved == 0 ? 0 : errno;
}

static int mount_memory(const char *path, const char *options) {
  return mount("docbuild", path, "tmpfs", MS_NOSUID | MS_NODEV, options) == 0 ? 0 : errno;
}

static int is_folder(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// What is written to the cache stays in the fresh folder, over what is there; where the kernel can't do that, the cache
// is an empty one.
static int cover_cache(const char *cache, const char *folder) {
  char upper[PATH_MAX], work[PATH_MAX], options[3 * PATH_MAX];
  snprintf(upper, sizeof upper, "%s/cache", folder);
  snprintf(work, sizeof work, "%s/cache-work", folder);
  if (mkdir(upper, 0755) != 0 || mkdir(work, 0755) != 0) return errno;
  if (!strpbrk(cache, ",:\\") && !strpbrk(folder, ",:\\")) {
    snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s,workdir=%s", cache, upper, work);
    if (mount("docbuild", cache, "overlay", MS_NOSUID | MS_NODEV, options) == 0) return 0;
    strcat(options, ",userxattr");
    if (mount("docbuild", cache, "overlay", MS_NOSUID | MS_NODEV, options) == 0) return 0;
  }
  return mount(upper, cache, NULL, MS_BIND, NULL) == 0 ? 0 : errno;
}

// Puts /dev/null over sockets, which nothing can connect to then. 0 or an errno.
static int cover_sockets(const sandbox_plan *plan, path_list sockets) {
  for (int index = 0; index < sockets.count; index++) {
    const char *path = sockets.paths[index];
    if (plan_writes(plan, path) || mount("/dev/null", path, NULL, MS_BIND, NULL) == 0) continue;
    // Who can't come to it can't connect to it.
    if (errno != ENOENT && errno != ENOTDIR && errno != EACCES && errno != ELOOP) return errno;
  }
  return 0;
}

int furnish_mounts(const sandbox_plan *plan, path_list sockets) {
  kept_paths kept = {0};
  const char *project = NULL, *cache = NULL;
  int code = 0, is_narrow = plan_has(plan, "narrow");
  if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return errno;
  for (int index = 0; index < plan->count && !code; index++) {
    const char *value;
    if ((value = plan_value(plan, index, "project"))) project = value;
    if ((value = plan_value(plan, index, "cache"))) cache = value;
    if ((value = plan_value(plan, index, "read"))) code = keep(&kept, value, 1);
  }
  for (int index = 0; index < plan->count && !code; index++) {
    const char *value = plan_value(plan, index, "write");
    if (value) code = keep(&kept, value, 0);
  }
  if (!code) code = keep(&kept, plan->folder, 0);
  if (!code) code = set_mounts(AT_FDCWD, "/", WHOLE_TREE, READ_ONLY, 0);
  if (code) return code;
  // New namespaces are described there; a new /proc may only be mounted where there is one like it.
  set_mounts(AT_FDCWD, "/proc", 0, 0, READ_ONLY);
  if (is_folder("/dev/shm")) code = mount_memory("/dev/shm", "mode=1777");
  char hidden[PATH_MAX] = "";
  if (project && is_narrow) {
    snprintf(hidden, sizeof hidden, "%s", project);
  } else if (project) {
    snprintf(hidden, sizeof hidden, "%s/.docbuild", strcmp(project, "/") ? project : "");
  }
  int hides = !code && hidden[0] && is_folder(hidden);
  if (hides) code = mount_memory(hidden, "mode=755,size=16m");
  for (int index = 0; index < kept.count && !code; index++) code = put_back(&kept.paths[index]);
  if (hides && !code) code = set_mounts(AT_FDCWD, hidden, 0, READ_ONLY, 0);
  if (!code && cache && !plan_writes(plan, cache)) code = cover_cache(cache, plan->folder);
  return code ? code : cover_sockets(plan, sockets);
}
