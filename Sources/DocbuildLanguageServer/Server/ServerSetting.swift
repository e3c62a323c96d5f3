package import DocbuildEngine

/// All that a language server has of the outside.
package struct ServerSetting: Sendable {
  /// The variables, and where the program lies.
  package let environment: Environment
  /// The time.
  package let clock: WallClock
  /// Ends what is being done; the server sets and clears it as its client wishes.
  package let interrupt: Interrupt
  /// How many threads at the most.
  package var threads = 1
  /// What the command line says of projects.
  package var options = Project.Options()
  /// The address of the folder of the manual that problems link to; nil for no links.
  package var manual: String?

  /// What keeps the shells of console blocks; nil where none are run.
  package var supervisor: SupervisorProgram?

  /// A server's outside.
  package init(environment: Environment, clock: WallClock, interrupt: Interrupt) {
    self.environment = environment
    self.clock = clock
    self.interrupt = interrupt
  }
}
