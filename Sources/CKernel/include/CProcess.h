#ifndef DOCBUILD_CPROCESS_H
#define DOCBUILD_CPROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What became of a child process.
typedef struct {
  /// 0 when it ran to its end; else an errno: ETIMEDOUT, EFBIG for too much output, ECANCELED when it was not wanted any
  /// more, or why it could not be started.
  int failure;
  /// The exit status, or 128 and the number of the signal that ended it.
  int status;
  /// Standard output and standard error, to be freed; errors are cut at a mebibyte.
  uint8_t *_Nullable output;
  size_t output_count;
  uint8_t *_Nullable errors;
  size_t errors_count;
} docbuild_outcome;

/// Runs `program` in a process group of its own, feeds it `input`, gathers what it prints, and waits for it.
///
/// At the time limit, with more than `limit` bytes of output, or once the descriptor `stop` can be read (-1 for none), the
/// whole group is killed. Blocks only the calling thread, and needs no other.
docbuild_outcome docbuild_run(
    const char *_Nonnull program, char *_Nullable const *_Nonnull arguments,
    char *_Nullable const *_Nonnull environment, const char *_Nonnull folder,
    const uint8_t *_Nullable input, size_t input_count, size_t limit, int seconds, int stop);

/// Starts `program` with one end of a socket pair as its descriptor `number`, and sets `socket` to the other end; returns the
/// process, or a negative errno.
///
/// - `packets`: whether the socket keeps messages apart (SOCK_SEQPACKET).
/// - `apart`: whether it has a process group of its own and no standard streams, as what may outlive this process must: it
///   would keep waiting what reads their output.
pid_t docbuild_start(
    const char *_Nonnull program, char *_Nullable const *_Nonnull arguments,
    char *_Nullable const *_Nonnull environment, int packets, int number, int apart,
    int *_Nonnull socket);

/// write(2) that fails with EPIPE where nobody reads, without the signal; returns what it wrote, or a negative errno.
ssize_t docbuild_put(int descriptor, const void *_Nullable bytes, size_t count);

#endif
