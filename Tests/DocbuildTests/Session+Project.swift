import DocbuildEngine

extension Session {
  /// A session as a command that runs once has it, in an empty environment, by a clock that does not matter.
  init(of project: Project, _ interrupt: Interrupt = Interrupt()) {
    self.init(
      project, environment: Environment(folder: project.root.path), clock: WallClock { .max },
      interrupt: interrupt)
  }
}
