/// All that the commands on a project have of the outside: a command that runs once makes one and drops it, a server keeps
/// one for as long as a client works on the project, and reports to `sources` what has changed.
package struct Session: Sendable {
  /// The root, the configuration and the options.
  package let project: Project
  /// What documents share, kept from pass to pass.
  package let sources: SourceReader
  /// The time.
  package let clock: WallClock
  /// Ends what is being done.
  package let interrupt: Interrupt

  /// A session in which nothing has been read yet.
  package init(_ project: Project, clock: WallClock, interrupt: Interrupt) {
    self.project = project
    self.clock = clock
    self.interrupt = interrupt
    sources = SourceReader(project, interrupt: interrupt)
  }

  /// The variables and the current folder of whoever asks.
  package var environment: Environment { project.environment }

  /// The files of the project.
  package var files: Root { project.root }
}
