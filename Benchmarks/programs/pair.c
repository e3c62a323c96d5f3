// Runs commands in turn, round after round, and prints what each run cost.
//
//   pair ROUNDS SECONDS SPEC
//
// Every line of the file SPEC is one command: fields that tabs separate, the first the file for standard input,
// the second that for standard output, the third the folder to run in, the rest the program and its arguments.
// Standard error goes to /dev/null. The first round warms the page cache and is not told; the rounds end early when
// SECONDS are over, but not before three of them. With 0 ROUNDS each command runs once and is told: for commands that
// work once only. One line is printed for each run, fields that tabs separate: round, command, wall time, user and system time in nanoseconds, the peak of the
// resident memory in KiB, and how it ended.
//
// It is written in C and linked statically since the peak that the kernel tells for a child counts what its parent
// held when it was made.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { most_commands = 32, most_fields = 32 };

static char *fields[most_commands][most_fields];

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long nanoseconds(struct timeval time) { return time.tv_sec * 1000000000LL + time.tv_usec * 1000LL; }

static int opened(const char *path, int flags) {
  int file = open(path, flags | O_CLOEXEC, 0666);
  if (file >= 0) return file;
  perror(path);
  exit(2);
}

static void run(int round, int index, int errors) {
  char **field = fields[index];
  int input = opened(field[0], O_RDONLY);
  int output = opened(field[1], O_WRONLY | O_CREAT | O_TRUNC);
  long long start = now();
  pid_t child = vfork();
  if (child == 0) {
    dup2(input, 0);
    dup2(output, 1);
    dup2(errors, 2);
    if (chdir(field[2]) != 0) _exit(126);
    execv(field[3], field + 3);
    _exit(127);
  }
  int status = 0;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) {
    perror("pair");
    exit(2);
  }
  long long wall = now() - start;
  close(input);
  close(output);
  int ended = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (round < 0) return;
  printf("%d\t%d\t%lld\t%lld\t%lld\t%ld\t%d\n", round, index, wall, nanoseconds(usage.ru_utime),
    nanoseconds(usage.ru_stime), usage.ru_maxrss, ended);
}

int main(int count, char **arguments) {
  if (count != 4) {
    fputs("usage: pair ROUNDS SECONDS SPEC\n", stderr);
    return 64;
  }
  int rounds = atoi(arguments[1]);
  long long end = now() + atoll(arguments[2]) * 1000000000LL;
  FILE *spec = fopen(arguments[3], "r");
  if (!spec) {
    perror(arguments[3]);
    return 2;
  }
  int commands = 0;
  char *line = NULL;
  size_t room = 0;
  while (commands < most_commands && getline(&line, &room, spec) > 0) {
    line[strcspn(line, "\n")] = 0;
    int number = 0;
    for (char *field = strtok(line, "\t"); field && number < most_fields - 1; field = strtok(NULL, "\t"))
      fields[commands][number++] = field;
    if (number >= 4) commands++;
    line = NULL;
  }
  int errors = opened("/dev/null", O_WRONLY);
  if (rounds == 0) {
    for (int index = 0; index < commands; index++) run(0, index, errors);
  }
  for (int round = -1; rounds > 0 && round < rounds && (round < 3 || now() < end); round++) {
    for (int index = 0; index < commands; index++) run(round, index, errors);
  }
  return 0;
}
