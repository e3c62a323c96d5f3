#ifndef DOCBUILD_CKERNEL_H
#define DOCBUILD_CKERNEL_H

#include <stdint.h>
#include <sys/types.h>
#include <time.h>
#include <pthread.h>

/// openat2(2) with RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS: nothing outside the folder `at` can be
/// reached, by whatever path. Returns a descriptor, or a negative errno (-ENOSYS on kernels before 5.6).
int docbuild_open_beneath(int at, const char *_Nonnull path, int flags);

/// openat(2), which Swift can't call for its variable arguments; a descriptor or a negative errno.
int docbuild_openat(int at, const char *_Nonnull path, int flags, unsigned mode);

/// The processor time that `thread` has used, in nanoseconds; 0 when the thread is gone.
uint64_t docbuild_thread_time(pthread_t thread);

/// O_PATH and O_TMPFILE, which glibc hides behind _GNU_SOURCE.
extern const int docbuild_o_path;
extern const int docbuild_o_tmpfile;

#endif
