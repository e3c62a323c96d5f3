import ArgumentParser
import DocbuildEngine
import Glibc

// The bare filter and the bare build are served before ArgumentParser is touched: setting that up would cost most of
// their time.
openMissingStandardFiles()
superviseIfAsked()
if CommandLine.argc == 1 {
  exit(runWeave(WeaveRequest()))
} else if CommandLine.argc == 2, CommandLine.arguments[1] == "build" {
  exit(try runBuild(BuildRequest()))
} else if CommandLine.argc == 3, CommandLine.arguments[1] == "help",
  CommandLine.arguments[2] == "directives"
{
  exit(printOut(directivesText()))
} else if let problem = misspeltCommand(CommandLine.arguments[1]) {
  complain(problem)
  exit(ExitCode.usage)
} else {
  Docbuild.main()
}
