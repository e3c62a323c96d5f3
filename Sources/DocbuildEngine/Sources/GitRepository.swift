import DocbuildCore

/// A repository that git is asked about. Names go over standard input or as literal paths, so that none can be an option
/// or a pattern.
struct GitRepository {
  let git: Git
  /// The root's path from the top of the work tree on.
  let inside: RootPath
  /// The top's path from the root on, where the work tree lies inside.
  var outer = RootPath.root

  private var revisionNotFound: GitRevisions.Failure {
    if let commits = try? run(["rev-list", "--max-count=1", "--all"]), commits.isEmpty {
      return .noCommit(outer)
    }
    let reply = try? run(["rev-parse", "--is-shallow-repository"])
    return .revisionNotFound(outer, isShallow: reply?.text == "true\n")
  }

  /// Whether HEAD has a submodule at that path below the root.
  func headHasSubmodule(at path: RootPath) -> Bool {
    let entry = try? entry(inside.joined(path), in: "HEAD")
    return entry?.mode == "160000"
  }

  /// The nearest tag.
  func latestTag() throws(GitRevisions.Failure) -> Bytes {
    let tag = try? run(["describe", "--tags", "--abbrev=0", "--exclude=latest-tag"])
    guard let tag, tag.count > 1, tag.last == UInt8(ascii: "\n") else {
      throw revisionNotFound
    }
    return Bytes(tag.dropLast())
  }

  /// The commit that a revision names.
  func commit(_ revision: Bytes) throws(GitRevisions.Failure) -> String {
    if revision == GitRevisions.latestTag {
      return try commit(Bytes("refs/tags/".utf8) + latestTag())
    }
    guard !revision.contains(UInt8(ascii: "\n")), revision.first != UInt8(ascii: "-") else {
      throw revisionNotFound
    }
    let reply = try run(["cat-file", "--batch-check"], input: revision + Bytes("^{commit}\n".utf8))
    let words = reply.text.split { $0 == " " || $0 == "\n" }
    guard words.count == 3, words[1] == "commit" else { throw revisionNotFound }
    return String(words[0])
  }

  /// The last commit up to HEAD that changed the file at `path` below the root; nil where that is the oldest that a shallow
  /// clone has, which seems to bring all files.
  func lastChange(of path: RootPath) throws(GitRevisions.Failure) -> String? {
    let reply = try run(["rev-list", "--max-count=1", "HEAD", "--", inside.joined(path).text])
    let commit = reply.text.filter { $0 != "\n" }
    guard !commit.isEmpty else { throw .fileNotFound }
    guard try run(["rev-parse", "--is-shallow-repository"]).text == "true\n" else { return commit }
    let known = try run(["rev-list", "--max-count=1", "--parents", commit])
    let whole = try run(["cat-file", "commit", commit])
    let parents = whole.text.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { !$0.isEmpty }.count { $0.hasPrefix("parent ") }
    return known.split(separator: UInt8(ascii: " ")).count == parents + 1 ? commit : nil
  }

  /// The object of the file at `path` below the root, and its real path there. Links in the tree are followed here,
  /// since git would follow them out of the root.
  func find(_ path: RootPath, in commit: String) throws(GitRevisions.Failure) -> (String, RootPath)
  {
    var wanted = inside.joined(path)
    for _ in 0..<40 {
      guard let real = wanted.below(inside) else { throw .outside }
      if let entry = try self.entry(wanted, in: commit) {
        switch entry.mode {
        case "100644", "100755": return (entry.object, real)
        case "120000": wanted = try follow(wanted, entry, rest: [])
        default: throw .fileNotFound
        }
        continue
      }
      // Perhaps a folder on the way is a link.
      var head = RootPath.root
      var tail = wanted.components
      var link: (Entry, RootPath)?
      while !tail.isEmpty, link == nil {
        head = head.joined(tail.removeFirst())
        if let entry = try self.entry(head, in: commit), entry.mode == "120000" {
          link = (entry, head)
        }
      }
      guard let (entry, at) = link else { throw .fileNotFound }
      wanted = try follow(at, entry, rest: tail)
    }
    throw .fileNotFound
  }

  private struct Entry {
    let mode: Substring
    let object: String
  }

  private func follow(_ link: RootPath, _ entry: Entry, rest: [Bytes])
    throws(GitRevisions.Failure) -> RootPath
  {
    let target = try blob(entry.object, limit: 1 << 16)
    guard target.first != Bytes.slash,
      let path = link.folder.resolving(rest.reduce(target) { $0.joined($1) })
    else { throw .outside }
    return path
  }

  /// What the tree has at just that path; nil for nothing.
  private func entry(_ path: RootPath, in commit: String) throws(GitRevisions.Failure) -> Entry? {
    let bytes = path.bytes
    guard !path.isRoot, !bytes.contains(UInt8(ascii: "\n")), !bytes.contains(0) else { return nil }
    let reply = try run(["ls-tree", "-z", "--full-tree", commit, "--", path.text])
    // <mode> SP <type> SP <object> TAB <file> NUL (git-ls-tree(1))
    let words = reply.prefix { $0 != UInt8(ascii: "\t") }.text.split(separator: " ")
    guard words.count == 3 else { return nil }
    return Entry(mode: words[0], object: String(words[2]))
  }

  /// The paths of regular files, below the root.
  func files(in commit: String) throws(GitRevisions.Failure) -> [RootPath] {
    let reply = try run(["ls-tree", "-r", "-z", "--full-tree", commit], limit: 1 << 28)
    let start = inside.isRoot ? [] : inside.bytes + [Bytes.slash]
    return reply.split(separator: 0).compactMap { line in
      guard line.starts(with: "100".utf8), let tab = line.firstIndex(of: UInt8(ascii: "\t")) else {
        return nil
      }
      let path = line[(tab + 1)...]
      return path.starts(with: start)
        ? RootPath(listed: Bytes(path.dropFirst(start.count))) : nil
    }.sorted()
  }

  /// The paths of regular files, below the root, that hold a text, and of those that can't be read, which may.
  func files(in commit: String, holding text: Bytes) throws(GitRevisions.Failure) -> [RootPath] {
    // `git grep` ends with 1 where it finds nothing; names are `<commit>:<path>` (git-grep(1)).
    let words = ["grep", "-I", "-l", "-z", "--full-name", "-F", "-e", text.text, commit]
    let done = try outcome(words, limit: 1 << 28, orStatus: 1)
    let start = Bytes("\(commit):".utf8) + (inside.isRoot ? [] : inside.bytes + [Bytes.slash])
    let found = try done.output.split(separator: 0).map(Bytes.init) + unread(done.errors)
    let paths = found.compactMap {
      $0.starts(with: start) ? RootPath(listed: Bytes($0.dropFirst(start.count))) : nil
    }
    return Set(paths).sorted()
  }

  /// The names that git says it can't read, as a partial clone lacks files; git goes on without them, and succeeds.
  private func unread(_ errors: String) throws(GitRevisions.Failure) -> [Bytes] {
    var names: [Bytes] = []
    for line in errors.split(separator: "\n") {
      // error: '<commit>:<path>': unable to read <object>
      guard let quote = line.lastIndex(of: "'"), line[quote...].hasPrefix("': unable to read ")
      else { continue }
      // A name that is not UTF-8 is written with `\x` here.
      guard line.hasPrefix("error: '"), !line.contains("\\x") else { throw .failed(String(line)) }
      names.append(Bytes(line[..<quote].utf8.dropFirst(8)))
    }
    return names
  }

  /// What a person runs to have git fetch a file that a partial clone lacks.
  func fetching(_ path: RootPath, _ revision: Bytes) -> String {
    let name = revision + Bytes(":".utf8) + inside.joined(path).bytes
    let place = outer.isRoot ? "" : " -C \(Bytes(outer.bytes.quotedForShell(.double)).text)"
    return "git\(place) cat-file -e \(Bytes(name.quotedForShell(.double)).text)"
  }

  private func blob(_ object: String, limit: Int) throws(GitRevisions.Failure) -> Bytes {
    guard let bytes = try presentBlob(object, limit: limit) else { throw .fileNotFound }
    return bytes
  }

  /// The text of a blob; nil for one that is not there, as may be in a partial clone.
  func presentBlob(_ object: String, limit: Int) throws(GitRevisions.Failure) -> Bytes? {
    let reply = try run(
      ["cat-file", "--batch"], input: Bytes("\(object)\n".utf8), limit: limit + (1 << 10))
    // <object> SP <type> SP <size> LF <bytes> LF (git-cat-file(1), "Batch output")
    guard let end = reply.firstOffset(of: UInt8(ascii: "\n"), in: 0..<reply.count) else {
      throw .fileNotFound
    }
    let words = reply[..<end].text.split(separator: " ")
    if words.count == 2, words[1] == "missing" { return nil }
    guard words.count == 3, words[1] == "blob", let size = Int(words[2]),
      end + 1 + size <= reply.count
    else {
      throw .fileNotFound
    }
    guard size <= limit else { throw .tooLarge }
    return Bytes(reply[(end + 1)..<(end + 1 + size)])
  }

  /// What HEAD holds at each of those paths below the root.
  ///
  /// One git is asked for many files; where they are too much together, it is asked for fewer at a time.
  func head(_ paths: ArraySlice<RootPath>) -> [Bytes?] {
    guard !paths.isEmpty else { return [] }
    let most = 256
    if paths.count <= most {
      // No name of a file that holds a line feed can be asked for.
      let names = paths.map { path -> Bytes in
        let whole = inside.joined(path).bytes
        return Bytes("HEAD:".utf8) + (whole.contains(UInt8(ascii: "\n")) ? [] : whole)
      }
      let input = names.reduce(into: Bytes()) { $0 += $1 + [UInt8(ascii: "\n")] }
      if let reply = try? run(["cat-file", "--batch"], input: input, limit: 1 << 28) {
        return GitBatch.blobs(reply, names)
      }
      if paths.count == 1 { return [nil] }
    }
    let middle = paths.startIndex + paths.count / 2
    return head(paths[..<middle]) + head(paths[middle...])
  }

  private func run(
    _ arguments: [String], input: Bytes = [], limit: Int = 1 << 20
  ) throws(GitRevisions.Failure) -> Bytes {
    try outcome(arguments, input: input, limit: limit).output
  }

  private func outcome(
    _ arguments: [String], input: Bytes = [], limit: Int = 1 << 20, orStatus other: Int = 0
  ) throws(GitRevisions.Failure) -> ChildProcess.Outcome {
    switch git.run(arguments, in: .top, input: input, limit: limit) {
    case .success(let done) where [0, other].contains(done.status): return done
    case .success(let done): throw .failed(String(done.errors.prefix { $0 != "\n" }))
    case .failure(.tooMuchOutput): throw .tooLarge
    case .failure(.timedOut): throw .failed("git took more than 60 s")
    case .failure(let failure): throw .failed(failure.reason)
    }
  }
}
