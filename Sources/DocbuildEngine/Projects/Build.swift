import CKernel
package import DocbuildCore
import Glibc

/// What `docbuild build` is asked for.
package struct BuildOptions: Sendable {
  /// Paths below the root that limit the build: a document, its output, or a folder; all when empty.
  package var paths: [Bytes] = []
  /// Whether outputs that were edited by hand are overwritten.
  package var force = false
  /// Whether only to say what would be done.
  package var dryRun = false
  /// The K-th of N parts of the tree, from 1.
  package var shard: Shard?
  package var threads = 1

  package init() {}
}

/// A part of a tree, for one of several machines. A document's part is told by its path alone, so that it stays the same
/// while others come and go.
package struct Shard: Sendable {
  package let index: Int
  package let count: Int

  /// Nil unless 1 ≤ index ≤ count.
  package init?(index: Int, count: Int) {
    guard index >= 1, index <= count else { return nil }
    self.index = index
    self.count = count
  }

  func contains(_ path: Bytes) -> Bool {
    let digest = Hash(path).bytes
    let number = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(number % UInt64(count)) == index - 1
  }
}

/// What became of a document.
package struct BuildResult: Sendable {
  package enum Outcome: Sendable {
    case upToDate
    /// Woven again, with the same result.
    case unchanged
    case written
    case failed
    /// Markdown that holds no directive, which is none of docbuild's business.
    case noDocument
  }

  package let document: ProjectDocument
  package var outcome: Outcome
  /// Why it was woven; nil when it was not.
  package let reason: String?
  package var diagnostics: [Diagnostic]
}

/// What became of a project.
package struct BuildReport: Sendable {
  /// In the order of the documents.
  package var results: [BuildResult] = []
  /// What concerns no single document.
  package var diagnostics: [Diagnostic] = []
  /// Whether a log was there that could not be used.
  package var ignoredLog = false
}

/// Brings the outputs and in-place documents of a project up to date: all or nothing for each document, and every
/// problem of all of them.
package func build(
  _ project: Project, _ options: BuildOptions, progress: ((Int, Int) -> Void)? = nil
) throws -> BuildReport {
  let workspace = options.dryRun ? nil : try Workspace(root: project.root.path)
  defer { workspace?.clear() }
  docbuild_catch_signals()
  let started = now()
  var report = BuildReport()
  let (log, isDamaged) = Workspace.log(at: project.root.path)
  report.ignoredLog = isDamaged
  let found = try ProjectDocuments.scan(project)
  report.diagnostics = found.diagnostics
  let documents = found.documents.filter { options.includes($0) }
  let planner = StalenessPlanner(project, log: log, threads: options.threads)
  let reasons = planner.reasons(for: documents)
  let builder = DocumentWorker(project, options, workspace)

  let work = ParallelJobs.run(
    documents.count, threads: options.threads,
    progress: progress.map { tell in { tell($0, documents.count) } }
  ) { index -> DocumentWorker.Work in
    guard let reason = reasons[index] else {
      return DocumentWorker.Work(upToDate: documents[index], planner.entry(of: documents[index]))
    }
    return builder.work(
      on: documents[index], number: index, reason: reason, last: planner.entry(of: documents[index])
    )
  }
  guard var done = work else { preconditionFailure("there is no bound to exceed") }
  let caught = docbuild_caught_signal()
  if caught != 0 {
    workspace?.clear()
    docbuild_end_by_signal(Int32(caught))
  }
  if let failure = done.lazy.compactMap(\.failure).first { throw failure }
  refuseOutputsThatAreSources(&done, project)
  if let workspace {
    if done.contains(where: { $0.waiting != nil }) { try workspace.sync() }
    for index in done.indices { try done[index].rename(project) }
    if done.contains(where: { $0.result.reason != nil }) || log == nil {
      try workspace.store(
        planner.newLog(documents, done, allDocuments: found.documents, started: started))
    }
  }
  report.results = done.map(\.result)
  report.diagnostics += planner.orphans(among: found.documents)
  return report
}

/// The time in nanoseconds since 1970.
private func now() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// An output that is read as a source would depend on which comes first.
private func refuseOutputsThatAreSources(_ done: inout [DocumentWorker.Work], _ project: Project) {
  let readers = ByteTable<Bytes>()
  for work in done {
    for input in work.inputs where readers[input] == nil {
      readers[input] = work.result.document.path
    }
  }
  for index in done.indices {
    let document = done[index].result.document
    guard let reader = readers[document.output], done[index].result.outcome != .noDocument
    else { continue }
    done[index].result.outcome = .failed
    done[index].waiting = nil
    done[index].result.diagnostics.append(
      Diagnostic(
        .outputIsSource,
        "the output '\(project.name(of: document.output).text)' is also a source of '\(project.name(of: reader).text)'",
        at: Place(file: project.name(of: document.path).text)))
  }
}

extension BuildOptions {
  /// Whether a document is asked for.
  func includes(_ document: ProjectDocument) -> Bool {
    if let shard, !shard.contains(document.path) { return false }
    return paths.isEmpty
      || paths.contains { path in
        path.isEmpty || path == document.path || path == document.output
          || document.path.starts(with: path + [Bytes.slash])
          || document.output.starts(with: path + [Bytes.slash])
      }
  }
}
