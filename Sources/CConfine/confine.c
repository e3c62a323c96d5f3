#define _GNU_SOURCE
#include "CConfine.h"

#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int docbuild_split(void) { return fork(); }

void docbuild_end(int status) { _exit(status); }

int docbuild_confine(void) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 0;
  // All kinds of access that the first version of Landlock knows; a rule that would allow some is never added.
  struct landlock_ruleset_attr rules = {
      .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
  int set = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  if (set < 0) return 0;
  int refused = (int)syscall(SYS_landlock_restrict_self, set, 0);
  close(set);
  return refused == 0;
}
