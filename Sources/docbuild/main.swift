import ArgumentParser
import DocbuildEngine
import Glibc

// The bare filter and the bare build are served before ArgumentParser is touched: setting that up would cost most of
// their time.
openMissingStandardFiles()
ignoreFileSizeSignal()
SupervisorProgram.superviseIfAsked()
if commandWords.count <= 1 {
  exit(runWeave(WeaveRequest()))
} else if commandWords.count == 2, commandWords[1] == "build" {
  exit(try runBuild(BuildRequest()))
} else if commandWords.count == 3, commandWords[1] == "help",
  commandWords[2] == "directives"
{
  exit(printOut(directivesText()))
} else if let problem = misspeltCommand(commandWords[1])
  ?? helpOfNoCommand(Array(commandWords.dropFirst()))
  ?? commandBehindOptions(Array(commandWords.dropFirst()))
{
  complain(problem)
  exit(ExitCode.usage)
} else {
  Docbuild.start(Array(commandWords.dropFirst()))
}
