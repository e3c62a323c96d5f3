package import DocbuildCore

/// A record that was kept, as far as it can be held against pages.
package struct KeptRecord: Sendable {
  /// Of a page that was recorded.
  struct Page: Sendable {
    let path: String
    let digest: String
    let blocks: [Block]
  }

  /// Of an excerpt on it.
  struct Block: Sendable, Equatable {
    let line: Int
    let source: String
    let lines: String
    let digest: String
  }

  let pages: [Page]
  /// How many tests it speaks of, and how many of these had passed.
  package let tests: (passed: Int, all: Int)

  /// What the type of a statement's predicate is called.
  package static let predicateType = "urn:docbuild:provenance:1"

  /// Reads an in-toto statement (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md) that docbuild wrote;
  /// nil for anything else.
  package init?(statement bytes: Bytes) {
    guard let tree = JSONTree(bytes), tree["predicateType"]?.text == KeptRecord.predicateType,
      let listed = tree["predicate"]?["pages"]?.items
    else { return nil }
    var pages: [Page] = []
    for page in listed {
      guard let path = page["page"]?.text, let digest = page["sha256"]?.text,
        let blocks = page["blocks"]?.items
      else { return nil }
      pages.append(
        Page(
          path: path, digest: digest,
          blocks: blocks.map { block in
            Block(
              line: block["line"]?.number ?? 0, source: block["source"]?.text ?? "",
              lines: block["lines"]?.text ?? "", digest: block["sha256"]?.text ?? "")
          }))
    }
    self.pages = pages
    let verdicts = listed.flatMap { page in
      ((page["blocks"]?.items ?? []) + (page["tests"]?.items ?? [])).flatMap(\.verdicts)
    }
    tests = (verdicts.count { $0 == "passed" }, verdicts.count)
  }
}

extension ProjectRecord {
  /// How the project's pages differ from a record. A page that no document makes any more is held against it as it lies
  /// there.
  ///
  /// - Parameter isWhole: whether all pages of the project are asked for, so that what is missing is told.
  package func differences(
    from kept: KeptRecord, in project: Project, isWhole: Bool
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    func report(_ path: String, _ message: String, _ notes: [String] = []) {
      let name = project.name(of: Bytes(path.utf8)).text
      found.append(
        Diagnostic(
          .recordMismatch, "'\(name)' \(message)", at: Place(file: name),
          notes: notes.map { .init($0) }))
    }
    for old in kept.pages {
      if let page = pages.first(where: { $0.output.path == old.path }) {
        if page.output.digest != old.digest {
          report(old.path, "is not the page of the record", page.changes(from: old))
        }
      } else if isWhole {
        let read = project.root.read(Bytes(old.path.utf8).folded, limit: 1 << 30)
        if case .success(let bytes) = read {
          if Hash(bytes).text != old.digest { report(old.path, "is not the page of the record") }
        } else {
          report(old.path, "is in the record, and not there")
        }
      }
    }
    for page in pages where !kept.pages.contains(where: { $0.path == page.output.path }) {
      report(page.output.path, "is not in the record")
    }
    return found
  }
}

extension ProjectRecord.Page {
  /// What differs among the excerpts, a line each.
  fileprivate func changes(from old: KeptRecord.Page) -> [String] {
    var notes: [String] = []
    let count = min(blocks.count, old.blocks.count)
    for index in 0..<count {
      let (new, was) = (blocks[index], old.blocks[index])
      let source = new.source ?? ""
      if source != was.source {
        notes.append("at line \(new.line) it shows '\(source)', in the record '\(was.source)'")
      } else if new.digest != was.digest {
        notes.append(
          "at line \(new.line) '\(source.isEmpty ? new.options : source)' says something else")
      } else if new.lines != was.lines {
        notes.append("at line \(new.line) '\(source)' has the same text at other lines")
      }
    }
    if blocks.count != old.blocks.count {
      notes.append("it shows \(blocks.count) excerpts, in the record \(old.blocks.count)")
    }
    return notes.isEmpty ? ["what differs is its own text"] : Array(notes.prefix(8))
  }
}

extension JSONTree {
  /// What a block of a record says of its tests.
  fileprivate var verdicts: [String] {
    var found = [self["transcript"]?.text].compactMap { $0 }
    if case .object(let tools)? = self["tools"] { found += tools.values.compactMap(\.text) }
    return found
  }
}
