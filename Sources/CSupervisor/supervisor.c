#define _GNU_SOURCE
#include "CSupervisor.h"
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// UNFIT is the status of a process whose sandbox can't be made.
enum { SHELLS = 256, REQUEST = 1 << 16, UNFIT = 3 };

static pid_t shells[SHELLS];

static void tell(int socket, int kind, int shell, int value) {
  docbuild_supervisor_report report = {kind, shell, value};
  while (send(socket, &report, sizeof report, MSG_NOSIGNAL) < 0 && errno == EINTR) {}
}

static void start_shell(int socket, int shell, char *folder, char *command, int input, int output) {
  pid_t child = fork();
  if (child == 0) {
    sigset_t none;
    sigemptyset(&none);
    setsid();
    if (chdir(folder) == 0 && dup2(input, 0) >= 0 && dup2(output, 1) >= 0 && dup2(output, 2) >= 0) {
      sigprocmask(SIG_SETMASK, &none, NULL);
      signal(SIGINT, SIG_DFL);
      signal(SIGHUP, SIG_DFL);
      signal(SIGPIPE, SIG_DFL);
      signal(SIGXFSZ, SIG_DFL);
      execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    }
    dprintf(output, "%s: %s\n", folder, strerror(errno));
    _exit(127);
  }
  if (child > 0) shells[shell] = child;
  tell(socket, 'S', shell, child > 0 ? 0 : errno);
}

// Takes one request; 0 when the other end is closed.
static int take_request(int socket) {
  static char text[REQUEST];
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(2 * sizeof(int))];
  } control;
  struct iovec part = {text, sizeof text - 1};
  struct msghdr message = {0};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return 0;
  text[got] = 0;
  struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
  if (!passed || passed->cmsg_type != SCM_RIGHTS || passed->cmsg_len != CMSG_LEN(2 * sizeof(int)))
    return 1;
  int descriptors[2];
  memcpy(descriptors, CMSG_DATA(passed), sizeof descriptors);
  char *folder = text + 1;
  char *command = folder + strlen(folder) + 1;
  if (command <= text + got)
    start_shell(socket, (unsigned char)text[0], folder, command, descriptors[0], descriptors[1]);
  close(descriptors[0]);
  close(descriptors[1]);
  return 1;
}

static void reap(int socket) {
  int status;
  pid_t ended;
  while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
    for (int shell = 0; shell < SHELLS; shell++) {
      if (shells[shell] != ended) continue;
      shells[shell] = 0;
      tell(socket, 'X', shell, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
  }
}

static void serve(int socket) {
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  sigprocmask(SIG_BLOCK, &children, NULL);
  int ended = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  for (;;) {
    struct pollfd watched[2] = {{socket, POLLIN, 0}, {ended, POLLIN, 0}};
    if (poll(watched, 2, -1) < 0 && errno != EINTR) return;
    if (watched[1].revents) {
      struct signalfd_siginfo which;
      while (read(ended, &which, sizeof which) > 0) {}
      reap(socket);
    }
    if (watched[0].revents && !take_request(socket)) return;
  }
}

// Makes the sandbox, and the first process in it, which serves; ends when that has ended.
static _Noreturn void build_sandbox(int socket, const sandbox_plan *plan) {
  int code = enter_sandbox(plan);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (code) {
    tell(socket, 'U', 0, code);
    _exit(UNFIT);
  }
  pid_t first = fork();
  if (first > 0) {
    close(socket);
    int status = 0;
    while (waitpid(first, &status, 0) < 0 && errno == EINTR) {}
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 0);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  code = first < 0 ? errno : furnish_sandbox(plan);
  tell(socket, 'U', 0, code);
  if (code) _exit(UNFIT);
  serve(socket);
  _exit(0);
}

static int is_socket(int descriptor) {
  int kind = 0;
  socklen_t size = sizeof kind;
  return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) == 0 && kind == SOCK_SEQPACKET;
}

_Noreturn void docbuild_supervise(int sandbox, const char *folder, char *const *words, int count) {
  const int socket = DOCBUILD_SUPERVISOR_SOCKET;
  // Who was not started by docbuild removes nothing.
  if (!is_socket(socket)) _exit(64);
  fcntl(socket, F_SETFD, FD_CLOEXEC);
  signal(SIGINT, SIG_IGN);  // docbuild decides, and closes the socket
  signal(SIGHUP, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  if (chdir("/") != 0) _exit(64);
  if (sandbox) {
    sandbox_plan plan = {folder, words, count};
    pid_t builder = fork();
    if (builder == 0) build_sandbox(socket, &plan);
    if (builder < 0) tell(socket, 'U', 0, errno);
    close(socket);
    int status = 0;
    while (builder > 0 && waitpid(builder, &status, 0) < 0 && errno == EINTR) {}
    docbuild_remove_tree(folder);
    _exit(0);
  }
  docbuild_adopt_orphans();
  tell(socket, 'U', 0, -1);
  serve(socket);
  docbuild_end_children(-1);
  docbuild_remove_tree(folder);
  _exit(0);
}

int docbuild_ask_for_shell(
    int socket, int shell, const char *folder, const char *command, int input, int output) {
  size_t folder_length = strlen(folder) + 1, command_length = strlen(command) + 1;
  size_t length = 1 + folder_length + command_length;
  if (shell < 0 || shell >= SHELLS || length >= REQUEST) return E2BIG;
  char *text = malloc(length);
  if (!text) return ENOMEM;
  text[0] = (char)shell;
  memcpy(text + 1, folder, folder_length);
  memcpy(text + 1 + folder_length, command, command_length);
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(2 * sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  struct iovec part = {text, length};
  struct msghdr message = {0};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  struct cmsghdr *passed = CMSG_FIRSTHDR(&message);
  passed->cmsg_level = SOL_SOCKET;
  passed->cmsg_type = SCM_RIGHTS;
  passed->cmsg_len = CMSG_LEN(2 * sizeof(int));
  int descriptors[2] = {input, output};
  memcpy(CMSG_DATA(passed), descriptors, sizeof descriptors);
  ssize_t put;
  while ((put = sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {}
  int code = put < 0 ? errno : 0;
  free(text);
  return code;
}

int docbuild_take_report(int socket, docbuild_supervisor_report *report) {
  ssize_t got;
  while ((got = recv(socket, report, sizeof *report, MSG_DONTWAIT)) < 0 && errno == EINTR) {}
  return got == sizeof *report ? 1 : got < 0 && errno == EAGAIN ? -1 : 0;
}

int docbuild_pipe(int *reader, int *writer) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  *reader = ends[0];
  *writer = ends[1];
  return 0;
}

int docbuild_set_nonblocking(int descriptor) {
  return fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}
