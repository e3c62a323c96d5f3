#define _GNU_SOURCE
#include "CSupervisor.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

void docbuild_hide_environment(void) {
  // Other processes of the user can't look into this one any more, but root's can.
  prctl(PR_SET_DUMPABLE, 0);
  size_t count = 0;
  while (environ && environ[count]) count++;
  char **copy = calloc(count + 1, sizeof *copy);
  if (!copy) return;
  for (size_t index = 0; index < count; index++) {
    copy[index] = strdup(environ[index]);
    if (!copy[index]) return;
  }
  // What /proc/PID/environ shows is the memory where the variables were at the start.
  for (size_t index = 0; index < count; index++)
    explicit_bzero(environ[index], strlen(environ[index]));
  environ = copy;
}
