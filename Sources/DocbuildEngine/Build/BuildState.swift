import DocbuildCore

/// The steps of a build. Each takes what the one before has left, so that no other order compiles: what earlier builds have
/// noted is read, then it is planned what is to be done, the work is done, outputs are put into their places, and what the
/// next build has to know is stored.
enum BuildState {
  /// What holds for the whole build.
  struct Frame: Sendable {
    let session: Session
    let options: BuildOptions
    /// Nil where nothing is to be written.
    let workspace: Workspace?
    /// In nanoseconds since 1970, by the session's clock or the file system's, whichever is behind.
    let started: Int

    var project: Project { session.project }

    init(_ session: Session, _ options: BuildOptions) throws {
      self.session = session
      self.options = options
      workspace =
        options.dryRun
        ? nil
        : try Workspace(
          root: session.files, session.interrupt, waits: options.waits)
      started = min(session.clock.now, workspace?.started ?? .max)
    }
  }

  /// What earlier builds have noted, and the documents that are there.
  struct Read: ~Copyable {
    let frame: Frame
    let noted: Noted
    let planner: StalenessPlanner
    let found: ProjectDocuments

    init(_ frame: Frame) throws {
      let (project, interrupt) = (frame.project, frame.session.interrupt)
      let earlier = frame.options.earlier.flatMap { $0.holds(for: project) ? $0 : nil }
      let logStamp = project.root.stamp(of: StateFile.log.path)
      // git lists the files while the log is read and its files are looked at, unless it would list the same again.
      let isKnown = earlier != nil || KnownListing.holds(in: project.root)
      let scan =
        isKnown ? nil : Background { Result { try ProjectDocuments.scan(project, interrupt) } }
      let (log, isDamaged) = try Workspace.log(of: project.root)
      let remarks = try Workspace.remarks(of: project.root)
      let planner = StalenessPlanner(
        project, log: log, threads: frame.options.threads, earlier: earlier)
      let found: ProjectDocuments
      if let earlier {
        found = earlier.found
      } else if isKnown, let log, log.settings == planner.settings {
        found = ProjectDocuments(of: log, by: project.rules)
      } else {
        found = try scan?.value().get() ?? ProjectDocuments.scan(project, interrupt)
      }
      self.frame = frame
      self.planner = planner
      self.found = found
      noted = Noted(
        log: log, logStamp: logStamp, isLogDamaged: isDamaged, remarks: remarks,
        isListingKnown: isKnown)
    }
  }

  /// What earlier builds have noted.
  struct Noted {
    let log: BuildLog?
    /// Of the stored log, before it was read.
    let logStamp: Stamp?
    /// Whether a log is there that can't be used.
    let isLogDamaged: Bool
    /// Nil when they are damaged.
    let remarks: KeptRemarks?
    /// Whether git need not be asked for the project's files.
    let isListingKnown: Bool

    var isDamaged: Bool { isLogDamaged || remarks == nil }
  }
}
