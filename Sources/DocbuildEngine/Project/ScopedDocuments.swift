import DocbuildCore
import Glibc

/// What a scope names of a project's documents.
struct ScopedDocuments: Sendable {
  /// Indices in the table of documents, in order.
  private(set) var documents: [Int] = []
  /// Pages that are not documents by the configuration, and were named themselves.
  private(set) var pages: [ProjectDocument] = []
  /// The files that were named themselves.
  private var names: [RootPath] = []

  /// - Parameters:
  ///   - table: all documents of the project.
  ///   - inputs: the files that a document is made from, there or not; asked for on several threads, and only where a
  ///     file is named.
  ///   - followsReaders: whether what is named stands for what is made from it as well, however far.
  ///   - touched: for each document, whether what has changed can touch it; nil where that does not count.
  /// - Throws: when a path names nothing.
  init(
    of scope: Scope, among table: DocumentTable, in project: Project, followsReaders: Bool,
    touched: [Bool]? = nil, threads: Int, inputs: @escaping @Sendable (Int) -> [RootPath]
  ) throws {
    let all = table.documents.indices
    let standsForAll = { (path: RootPath) in path.isRoot || path == Configuration.name }
    let takesAll = scope.paths.isEmpty || scope.paths.contains(where: standsForAll)
    var isTaken = [Bool](repeating: takesAll, count: all.count)
    /// What is looked for among the inputs: false as long as nothing else is known of it, and nothing shows it.
    let wanted = ByteTable<Bool>()
    var sources: [RootPath] = []
    for path in scope.paths where !standsForAll(path) {
      let isOurs = project.root.otherProject(holding: path) == nil
      var isKnown = isOurs && project.root.isFolder(path)
      let isDead = project.leadsNowhere(path)
      for index in all where table.documents[index].lies(at: path) && !isDead {
        isTaken[index] = true
        isKnown = true
        if followsReaders { wanted[table.documents[index].output] = true }
      }
      if isKnown, project.root.isFolder(path) { continue }
      names.append(path)
      if !isKnown, isOurs, path.bytes.isNameOfPage, project.root.exists(path) {
        isKnown = true
        pages.append(ProjectDocument(page: path))
      }
      if !isKnown || followsReaders {
        wanted[path] = isKnown
        sources.append(path)
      }
    }
    if !sources.isEmpty {
      let found = ParallelJobs.run(all.count, threads: threads) { inputs($0) } ?? []
      // What is shown only by what is named as well is a source, too.
      for input in found.joined() where wanted[input] == false { wanted[input] = true }
      var isNews = true
      while isNews {
        isNews = false
        for index in all
        where !isTaken[index] && found[index].contains(where: { wanted[$0] != nil }) {
          isTaken[index] = true
          if followsReaders {
            isNews = true
            wanted[table.documents[index].output] = true
          }
        }
      }
    }
    try project.refuse(namingNothing: sources.filter { wanted[$0] == false })
    documents = all.filter { index in
      isTaken[index] && touched?[index] ?? true
        && scope.shard?.contains(table.documents[index].path) ?? true
    }
  }

  /// Whether the file was named itself, not only a folder above it.
  func names(_ path: RootPath) -> Bool { names.contains(path) }
}

extension ProjectDocument {
  /// Whether a path names the document, its output, or a folder above one of them.
  fileprivate func lies(at path: RootPath) -> Bool {
    self.path.lies(at: path) || kind == .template && output.bytes.lies(at: path.bytes)
  }
}

extension CannotRun {
  /// Paths, as the user would write them, that name nothing.
  ///
  /// - Parameter nearest: a file whose name is much like the only one.
  fileprivate init(namingNothing names: [String], nearest: String?) {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    let (name, it) = names.count == 1 ? ("names", "it") : ("name", "them")
    self.init(
      "\(list) \(name) no document, output, page or folder, and no document shows \(it)"
        + (nearest.map { "; the nearest file is '\($0)'" } ?? ""))
  }
}

extension Project {
  /// - Throws: when there are paths that name nothing.
  fileprivate func refuse(namingNothing paths: [RootPath]) throws {
    if paths.isEmpty { return }
    if let path = paths.first(where: { root.loop(onWayTo: $0) != nil }) {
      throw SystemError("cannot read", name(of: path).text, ELOOP)
    }
    for path in paths {
      guard let folder = root.otherProject(holding: path) else { continue }
      throw CannotRun(
        "'\(name(of: path).text)' belongs to another project, which has its root at '\(name(of: folder).text)': run docbuild there"
      )
    }
    throw CannotRun(
      namingNothing: paths.map { name(of: $0).text },
      nearest: paths.count == 1 ? nearestFile(to: paths[0]) : nil)
  }

  /// Whether it is a link to nothing, or to what lies out of the root, which must look the same.
  fileprivate func leadsNowhere(_ path: RootPath) -> Bool {
    root.isLink(path) && root.real(path) == nil
  }

  /// The file beside `path` whose name is most like its own, as the user would write it.
  fileprivate func nearestFile(to path: RootPath) -> String? {
    let names = root.names(in: path.folder).sorted().filter { $0 != path.fileName.text }
    return nearest(to: path.fileName.text, among: names, count: 1).first.map {
      name(of: path.folder.joined(Bytes($0.utf8))).text
    }
  }
}

extension Root {
  /// The folder of another project, with a configuration or a repository of its own, that a path is or lies in; nil for
  /// none.
  func otherProject(holding path: RootPath) -> RootPath? {
    var folder = RootPath.root
    for name in path.components {
      folder = folder.joined(name)
      if exists(folder.joined(Configuration.name)) || isThere(folder.joined(Bytes(".git".utf8))) {
        return folder
      }
    }
    return nil
  }
}
