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
} else {
  Docbuild.main()
}
