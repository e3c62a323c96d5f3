#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The milliseconds that a killed process has to go.
enum { KILL_PATIENCE = 5000 };

typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
} buffer;

// Reads what is there; returns 0 at the end of the stream, -1 on failure, else 1. Bytes beyond `limit` are dropped.
static int take(int descriptor, buffer *into, size_t limit) {
  uint8_t room[1 << 16];
  ssize_t got = read(descriptor, room, sizeof room);
  if (got < 0) return errno == EINTR || errno == EAGAIN ? 1 : -1;
  if (got == 0) return 0;
  size_t kept = (size_t)got;
  if (into->count + kept > limit) kept = limit - into->count;
  if (into->count + kept > into->capacity) {
    size_t capacity = into->capacity ? into->capacity * 2 : sizeof room;
    while (capacity < into->count + kept) capacity *= 2;
    uint8_t *grown = realloc(into->bytes, capacity);
    if (!grown) return -1;
    into->bytes = grown;
    into->capacity = capacity;
  }
  memcpy(into->bytes + into->count, room, kept);
  into->count += kept;
  return 1;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void shut(int *descriptor) {
  if (*descriptor >= 0) close(*descriptor);
  *descriptor = -1;
}

ssize_t docbuild_put(int descriptor, const void *bytes, size_t count) {
  sigset_t pipes, before;
  sigemptyset(&pipes);
  sigaddset(&pipes, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipes, &before);
  ssize_t put = write(descriptor, bytes, count);
  if (put < 0) put = -errno;
  struct timespec at_once = {0, 0};
  if (put == -EPIPE && !sigismember(&before, SIGPIPE)) {
    while (sigtimedwait(&pipes, NULL, &at_once) < 0 && errno == EINTR) {}
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return put;
}

// Starts a program with no signal blocked or ignored, in a process group of its own if it is `apart`.
static int spawn(
    pid_t *child, const char *program, char *const *arguments, char *const *environment,
    posix_spawn_file_actions_t *actions, int apart) {
  posix_spawnattr_t attributes;
  sigset_t none, defaults;
  posix_spawnattr_init(&attributes);
  sigemptyset(&none);
  sigfillset(&defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(
      &attributes,
      (apart ? POSIX_SPAWN_SETPGROUP : 0) | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  int code = posix_spawn(child, program, actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  return code;
}

static int spawn_piped(
    pid_t *child, const char *program, char *const *arguments, char *const *environment,
    const char *folder, int in, int out, int err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder);
  posix_spawn_file_actions_adddup2(&actions, in, 0);
  posix_spawn_file_actions_adddup2(&actions, out, 1);
  posix_spawn_file_actions_adddup2(&actions, err, 2);
  int code = spawn(child, program, arguments, environment, &actions, 1);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

pid_t docbuild_start(
    const char *program, char *const *arguments, char *const *environment, int packets, int number,
    int apart, int *socket) {
  int ends[2];
  int type = (packets ? SOCK_SEQPACKET : SOCK_STREAM) | SOCK_CLOEXEC;
  if (socketpair(AF_UNIX, type, 0, ends) != 0) return -errno;
  // A descriptor that already has the number would keep its close-on-exec flag.
  int theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, (number > 2 ? number : 2) + 1);
  int code = theirs < 0 ? errno : 0;
  close(ends[1]);
  pid_t child = 0;
  if (!code) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (apart) {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0);
      posix_spawn_file_actions_adddup2(&actions, 0, 1);
      posix_spawn_file_actions_adddup2(&actions, 0, 2);
    }
    posix_spawn_file_actions_adddup2(&actions, theirs, number);
    posix_spawn_file_actions_addclosefrom_np(&actions, (number > 2 ? number : 2) + 1);
    code = spawn(&child, program, arguments, environment, &actions, apart);
    posix_spawn_file_actions_destroy(&actions);
    close(theirs);
  }
  if (code) {
    close(ends[0]);
    return -code;
  }
  *socket = ends[0];
  return child;
}

// Feeds and drains until both outputs are closed; returns 0, ETIMEDOUT, EFBIG, ECANCELED or an errno.
static int exchange(
    int *in, int *out, int *err, const uint8_t *input, size_t left, buffer *output, buffer *errors,
    size_t limit, long long deadline, int stop) {
  while (*out >= 0 || *err >= 0) {
    if (left == 0) shut(in);
    struct pollfd watched[4] = {
        {*out, POLLIN, 0}, {*err, POLLIN, 0}, {*in, POLLOUT, 0}, {stop, POLLIN, 0}};
    long long rest = deadline - now();
    if (rest <= 0) return ETIMEDOUT;
    int ready = poll(watched, 4, rest > 1000 ? 1000 : (int)rest);
    if (ready < 0 && errno != EINTR) return errno;
    if (ready <= 0) continue;
    if (watched[3].revents) return ECANCELED;
    if (watched[2].revents) {
      // A child may close its input early: writing to it must fail, not end this process.
      ssize_t put = docbuild_put(*in, input, left < 4096 ? left : 4096);
      if (put >= 0) {
        input += put;
        left -= (size_t)put;
      } else if (put != -EINTR && put != -EAGAIN) {
        left = 0;  // the child does not want the rest
      }
    }
    if (watched[0].revents) {
      int more = take(*out, output, limit + 1);
      if (more < 0) return errno;
      if (output->count > limit) return EFBIG;
      if (more == 0) shut(out);
    }
    if (watched[1].revents) {
      int more = take(*err, errors, 1 << 20);
      if (more < 0) return errno;
      if (more == 0) shut(err);
    }
  }
  return 0;
}

docbuild_outcome docbuild_run(
    const char *program, char *const *arguments, char *const *environment, const char *folder,
    const uint8_t *input, size_t input_count, size_t limit, int seconds, int stop) {
  docbuild_outcome outcome = {0};
  int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
  if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC)) {
    outcome.failure = errno;
  }
  pid_t child = 0;
  if (!outcome.failure) {
    outcome.failure =
        spawn_piped(&child, program, arguments, environment, folder, in[0], out[1], err[1]);
  }
  shut(&in[0]);
  shut(&out[1]);
  shut(&err[1]);
  buffer output = {0}, errors = {0};
  if (!outcome.failure) {
    long long deadline = now() + seconds * 1000LL;
    fcntl(in[1], F_SETFL, O_NONBLOCK);
    outcome.failure = exchange(
        &in[1], &out[0], &err[0], input, input_count, &output, &errors, limit, deadline, stop);
    if (outcome.failure) {
      kill(-child, SIGKILL);
      if (deadline > now()) deadline = now();
    }
    int status = 0;
    for (;;) {
      pid_t ended = waitpid(child, &status, WNOHANG);
      if (ended == child || (ended < 0 && errno != EINTR)) break;
      if (ended == 0 && !outcome.failure && now() >= deadline) {
        outcome.failure = ETIMEDOUT;
        kill(-child, SIGKILL);
      }
      // What waits where no signal reaches it is left.
      if (ended == 0 && outcome.failure && now() >= deadline + KILL_PATIENCE) break;
      if (ended == 0) {
        struct timespec moment = {0, 200000};
        struct pollfd watched = {outcome.failure ? -1 : stop, POLLIN, 0};
        if (ppoll(&watched, 1, &moment, NULL) > 0) {
          outcome.failure = ECANCELED;
          deadline = now();
          kill(-child, SIGKILL);
        }
      }
    }
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    kill(-child, SIGKILL);  // what it left behind
  }
  shut(&in[1]);
  shut(&out[0]);
  shut(&err[0]);
  outcome.output = output.bytes;
  outcome.output_count = output.count;
  outcome.errors = errors.bytes;
  outcome.errors_count = errors.count;
  return outcome;
}
