/// What is wrong with the block of a directive, whatever its excerpt says.
extension Directive {
  /// That the fence of the block is closed nowhere.
  func unclosedBlock(_ fence: OwnedBlock.Fence, in source: Source) -> Diagnostic {
    Diagnostic(
      .unclosedFence, "the fenced block that this directive owns is never closed",
      at: source.place(at: targetRange, line: line),
      notes: [
        .init(
          "it opens here; close it, or take it away and a new one is made",
          at: source.place(
            at: fence.range.lowerBound..<fence.range.lowerBound + 1, line: fence.line)
        )
      ])
  }

  /// That the end mark stands inside a fence that does not belong to the block.
  func swallowedMark(
    _ mark: OwnedBlock.Line, inFence fence: OwnedBlock.Line, in source: Source
  ) -> Diagnostic {
    Diagnostic(
      .unclosedFence, "the block that this directive owns has lost its opening fence",
      at: source.place(at: targetRange, line: line),
      notes: [
        .init(
          "so a block opens here, where the directive's own ended",
          at: source.place(at: fence.range, line: fence.number)),
        .init(
          "and this end mark is text; take away what stands between it and the directive, and the block is made anew",
          at: source.place(at: mark.range, line: mark.number)),
      ])
  }

  /// That lines stand between the directive and its end mark that are not docbuild's.
  func strangerInBlock(_ stranger: OwnedBlock.Line, in source: Source) -> Diagnostic {
    let bytes = source.bytes
    let text = bytes[stranger.range]
    let place = source.place(at: stranger.range, line: stranger.number)
    let note = Diagnostic.Note(
      "the directive is here", at: source.place(at: targetRange, line: line))
    guard !text.isConflictMark else {
      return Diagnostic(
        .whoseBlock, "a merge conflict stands between 'embed' and its end mark", at: place,
        notes: [
          note,
          .init(
            "take away all between the directive and '\(endMark(in: bytes).text)', and the block is made anew"
          ),
        ])
    }
    let mark = Bytes(bytes[prefix]) + endMark(in: bytes) + lineEnd(in: bytes)
    return Diagnostic(
      .whoseBlock, "this stands between 'embed' and its end mark, and is not its block", at: place,
      notes: [note, .init("if it is yours, end the block in front of it; if not, take it away")],
      fixIt: (mark + text.droppingCarriageReturn).text)
  }

  /// That it is not clear whether the next fenced block is the directive's.
  func whoseBlock(_ fence: OwnedBlock.Fence, in source: Source) -> Diagnostic {
    let bytes = source.bytes
    let own =
      prefix.upperBound..<prefix.upperBound
      + bytes[prefix.upperBound..<lineRange.upperBound].trimmed().count
    let mark = lineEnd(in: bytes) + bytes[prefix] + endMark(in: bytes)
    return Diagnostic(
      .whoseBlock,
      "is the next fenced block this directive's? blank lines stand between, and its text is another",
      at: source.place(at: own, line: line),
      notes: [
        .init(
          "if it is, put '\(endMark(in: bytes).text)' on a line of its own behind line \(fence.line + fence.lineCount - 1), and it is made anew",
          at: source.place(at: fence.range.lowerBound..<fence.info.upperBound, line: fence.line)),
        .init("if it is not, put the end mark right behind the directive"),
      ],
      fixIt: (Bytes(bytes[own]) + mark).text)
  }

  /// That it is not clear whether what stands below is the directive's.
  func lostEnd(at text: Range<Int>, _ number: Int, in source: Source) -> Diagnostic {
    let mark = endMark(in: source.bytes).text
    return Diagnostic(
      .whoseBlock, "is what stands below this directive its own? it has no end mark",
      at: source.place(at: targetRange, line: line),
      notes: [
        .init(
          "if it is, put '\(mark)' on a line of its own behind it, and it is made anew",
          at: source.place(at: text, line: number)),
        .init("if it is not, put the end mark right behind the directive"),
      ])
  }

  /// That the fence which closes the block seems to be another's.
  func doubtfulEnd(_ doubt: OwnedBlock.Doubt, _ fence: OwnedBlock.Fence, in source: Source)
    -> Diagnostic
  {
    let sign =
      switch doubt.sign {
      case .opening:
        "this line, inside it, opens a block; docbuild would have made its fence longer"
      case .mark: "the end mark stands inside it; put the closing fence in front of it"
      case .directive: "this directive stands inside it"
      case .followers: "from there on fences open where they should close, up to here"
      }
    let length = max(3, fence.length)
    let close = String(decoding: Bytes(repeating: fence.character, count: length), as: UTF8.self)
    return Diagnostic(
      .unclosedFence, "the fenced block that this directive owns has lost its closing fence",
      at: source.place(at: targetRange, line: line),
      notes: [
        .init(
          "it opens here; close it with '\(close)', or take it away and a new one is made",
          at: source.place(at: fence.range.lowerBound..<fence.info.upperBound, line: fence.line)),
        .init(sign, at: source.place(at: doubt.line.range, line: doubt.line.number)),
      ])
  }

  /// How lines end in a block that the directive owns: as its own line does.
  func lineEnd(in bytes: Bytes) -> Bytes {
    let after = lineRange.upperBound
    if after < bytes.count, bytes[after] == .carriageReturn { return [.carriageReturn, .lineFeed] }
    // A directive on the last line, without a line end, goes by the line before.
    let before = lineRange.lowerBound
    if after == bytes.count, before > 1, bytes[before - 2] == .carriageReturn {
      return [.carriageReturn, .lineFeed]
    }
    return [.lineFeed]
  }
}

extension Template {
  /// What is worth a word about it although nothing is wrong: end marks that end no block.
  var strayMarkRemarks: [Diagnostic] {
    strayMarks.map { mark in
      var remark = Diagnostic(
        .noEffect, "'\(OwnedBlock.endMark.text)' ends no block here",
        at: source.place(at: mark.range, line: mark.number))
      remark.severity = .warning
      return remark
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether git put this line there to mark a conflict.
  var isConflictMark: Bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].contains { starts(with: $0.utf8) }
      && (count == 7 || self[startIndex + 7].isBlank || self[startIndex + 7] == .carriageReturn)
  }

  fileprivate var droppingCarriageReturn: ArraySlice<UInt8> {
    last == .carriageReturn ? dropLast() : self
  }
}
