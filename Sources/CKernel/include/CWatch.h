#ifndef DOCBUILD_CWATCH_H
#define DOCBUILD_CWATCH_H

#include <stddef.h>
#include <stdint.h>

/// What happened in a watched folder.
typedef struct {
  /// The number that `docbuild_watch_folder` gave.
  int folder;
  /// What it happened to, in the folder; nil for the folder itself.
  const char *_Nullable name;
  /// Whether that is a folder, too.
  int is_folder;
  /// Whether the folder is gone, or no longer where it was; its number means nothing any more.
  int is_gone;
  /// Whether the kernel had more to report than it could keep: anything may have happened. Nothing else is filled in then.
  int is_overflow;
} docbuild_change;

/// An inotify(7) instance that does not block; a descriptor, or a negative errno.
int docbuild_watch(void);

/// Watches the folder at `path`, which is not a symbolic link: what is made, written, renamed or taken away in it. Returns
/// a number for it, or a negative errno (-ENOSPC when the user may not watch more).
int docbuild_watch_folder(int watch, const char *_Nonnull path);

/// No longer watches a folder.
void docbuild_unwatch_folder(int watch, int folder);

/// Takes the change at `*at` out of what was read from an instance, and moves `*at` behind it; 0 at the end.
int docbuild_next_change(
    const uint8_t *_Nonnull bytes, size_t count, size_t *_Nonnull at,
    docbuild_change *_Nonnull change);

#endif
