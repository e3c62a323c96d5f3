#include "CWatch.h"

#include <errno.h>
#include <string.h>
#include <sys/inotify.h>

int docbuild_watch(void) {
  int made = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  return made < 0 ? -errno : made;
}

int docbuild_watch_folder(int watch, const char *path) {
  int made = inotify_add_watch(
      watch, path,
      IN_CREATE | IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_MOVE | IN_DELETE | IN_DELETE_SELF |
          IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW);
  return made < 0 ? -errno : made;
}

void docbuild_unwatch_folder(int watch, int folder) { inotify_rm_watch(watch, folder); }

int docbuild_next_change(const uint8_t *bytes, size_t count, size_t *at, docbuild_change *change) {
  struct inotify_event event;
  memset(change, 0, sizeof *change);
  if (count - *at < sizeof event) return 0;
  memcpy(&event, bytes + *at, sizeof event);
  if (count - *at - sizeof event < event.len) return 0;
  const char *name = (const char *)bytes + *at + sizeof event;
  *at += sizeof event + event.len;
  change->folder = event.wd;
  change->name = event.len > 0 ? name : NULL;
  change->is_folder = (event.mask & IN_ISDIR) != 0;
  change->is_gone = (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)) != 0;
  change->is_overflow = (event.mask & IN_Q_OVERFLOW) != 0;
  return 1;
}
