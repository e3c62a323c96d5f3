import DocbuildEngine

extension Session {
  /// A session as a command that runs once has it, by a clock that does not matter.
  init(of project: Project, _ interrupt: Interrupt = Interrupt()) {
    self.init(
      project, clock: WallClock { .max }, interrupt: interrupt)
  }
}
