import DocbuildCore

@testable import DocbuildEngine

/// A project with a log whose stamps are those of its files, to which a test then does one thing.
struct PlannedProject {
  let folder: TemporaryFolder
  let project: Project

  /// - Parameter files: by their names, with their texts.
  init(_ files: [String: String]) throws {
    folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    var options = Project.Options()
    options.root = folder.root.bytes
    project = try Project(base: folder.root.bytes, options: options, environment: .process)
  }

  var settings: Hash { planner(nil).settings }

  func planner(_ log: BuildLog?, threads: Int = 1) -> StalenessPlanner {
    StalenessPlanner(project, log: log, threads: threads)
  }

  /// The stamp of a file now.
  func stamp(_ name: String) -> Stamp { project.root.stamp(of: RootPath(name)) ?? .absent }

  func template(_ name: String, _ output: String? = nil) -> ProjectDocument {
    ProjectDocument(
      kind: .template, path: RootPath(name),
      output: WrittenPath(output ?? name.replacing(".src", with: ".md")))
  }

  func inPlace(_ name: String) -> ProjectDocument {
    ProjectDocument(kind: .inPlace, path: RootPath(name), output: WrittenPath(name))
  }
}

/// A log is put together by names.
struct LogOf {
  let project: PlannedProject
  var log: BuildLog

  init(_ project: PlannedProject) {
    self.project = project
    log = BuildLog(settings: project.settings)
  }

  /// Adds a file; by its stamp now unless another is given.
  mutating func file(_ name: String, _ stamp: Stamp? = nil) -> Int32 {
    log.add(RootPath(name), stamp ?? project.stamp(name))
  }

  /// Adds a document that is made from itself and other files.
  mutating func document(
    _ name: String, _ output: String, from inputs: [String] = [], _ outputStamp: Stamp? = nil,
    digest number: Int = 1
  ) {
    let places = ([name] + inputs).map { file($0) }
    log.add(
      RootPath(name), output: WrittenPath(output),
      output.isEmpty ? .unknown : outputStamp ?? project.stamp(output), digest(number),
      inputs: places)
  }

  /// Adds a document whose inputs are those files.
  mutating func add(
    _ name: String, _ output: String, _ places: [Int32], _ outputStamp: Stamp? = nil
  ) {
    log.add(
      RootPath(name), output: WrittenPath(output), outputStamp ?? project.stamp(output), digest(1),
      inputs: places)
  }
}

extension StalenessPlanner.Verdict {
  /// In words.
  var words: String {
    switch self {
    case .upToDate: "up to date"
    case .noDocument: "no document"
    case .stale(let reason): reason
    }
  }
}
