#ifndef DOCBUILD_CKERNEL_H
#define DOCBUILD_CKERNEL_H

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "CProcess.h"
#include "CWatch.h"

/// openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS: nothing outside the folder `at` can be
/// reached, by whatever path; with `plain`, neither what a symbolic link leads to (-ELOOP). Returns a descriptor, or a
/// negative errno (-ENOSYS on kernels before 5.6).
int docbuild_open_beneath(int at, const char *_Nonnull path, int flags, int plain);

/// Opens what an absolute path names, where neither it nor a folder on the way is a symbolic link: by openat2(2) with
/// RESOLVE_NO_SYMLINKS, or with `walks` and on kernels before 5.6 one component after the other. Returns a descriptor, or
/// a negative errno (-ELOOP or -ENOTDIR for a link).
int docbuild_open_plain(const char *_Nonnull path, int flags, int walks);

/// openat(2), which Swift can't call for its variable arguments; a descriptor or a negative errno.
int docbuild_openat(int at, const char *_Nonnull path, int flags, unsigned mode);

/// The processor time that `thread` has used, in nanoseconds; 0 when the thread is gone.
uint64_t docbuild_thread_time(pthread_t thread);

/// A descriptor that can be read once it is raised (eventfd(2)); -1 when the machine has none left.
int docbuild_make_event(void);

/// Raises an event, from a signal handler too; it can be read until it is cleared.
void docbuild_raise_event(int event);

/// Clears an event.
void docbuild_clear_event(int event);

/// Writes everything of the file system of `descriptor` to its disk; 0, or an errno.
int docbuild_sync(int descriptor);

/// Whether the folder `path` lies on a file system that is known to change a folder's times whenever a file in it comes,
/// goes or is renamed; 1 or 0.
int docbuild_folders_tell(const char *_Nonnull path);

/// The words of the command line, as the kernel gave them, the program's name first. Swift's own list comes from `/proc`,
/// which need not be mounted.
int docbuild_word_count(void);
const char *_Nonnull docbuild_word(int index);

/// O_PATH and O_TMPFILE, which glibc hides behind _GNU_SOURCE.
extern const int docbuild_o_path;
extern const int docbuild_o_tmpfile;

#endif
