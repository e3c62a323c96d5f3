extension PageCheck {
  static let brokenLink = PageCheck(
    .brokenLink, "links to files",
    "a relative link, a used reference, or the 'href', 'src' or 'data' of '<a>', '<iframe>', '<video>' and the like, whose file or folder does not exist, or whose destination is empty; names are compared with their case, a leading '/' is the root as on GitHub, '#L10' must be a line of a source file; links with a scheme or a host are left alone, and so are those that a program fills in ('{{ … }}')",
    default: .error,
    examples: [
      Example("[a](guide.md) [b](docs/) [c](docs/README.md?plain=1#L1) [d](/guide.md)\n"),
      Example("[a](https://example.org/x.md) <mailto:a@b.c> [m](mailto:x@y.z)\n"),
      Example("[a](gide.md)\n", .brokenLink),
      Example("[a](Guide.md)\n", .brokenLink),
      Example("[a][b]\n\n[b]: docs/none.md 'title'\n", .brokenLink),
      Example("[b]: docs/unused.md\n"),
      Example("<a href=\"none.md\">x</a>\n", .brokenLink),
      Example("<video src=\"none.mp4\" controls></video>\n", .brokenLink),
      Example(
        "<iframe src=\"docs/none.html\"></iframe> <iframe src={url}></iframe>\n", .brokenLink),
      Example("`[a](none.md)`\n\n    [a](none.md)\n\n<!-- [a](none.md) -->\n"),
      Example("[a](main.go#L3) [b](main.go#L2-L4)\n", .brokenLink),
      Example("[a]()\n", .brokenLink),
      Example("| a | b |\n| - | - |\n| [x](none.md) | ok |\n", .brokenLink),
    ]
  ) { inspection in
    for target in inspection.targets where !target.link.isImage {
      switch target.outcome {
      case .missing: inspection.reportMissing(target, "nothing")
      case .leftOver(let template):
        inspection.report(
          "'\(target.path.text)' is only left over: its template '\(template)' is gone",
          at: target.pathRange)
      case .empty:
        inspection.report("this link has no destination", at: target.link.range)
      case .noLine(let count):
        inspection.report(
          "'\(target.path.text)' has \(count) \(count == 1 ? "line" : "lines"), so there is no '#\(target.fragment?.text ?? "")'",
          at: target.fragmentRange)
      default: break
      }
    }
  }

  static let brokenImage = PageCheck(
    .brokenImage, "images",
    "an image, or a 'src', 'srcset' or 'poster' in HTML, whose file does not exist, is a folder, or has no name; images with a scheme or a host are left alone",
    default: .error,
    examples: [
      Example("![logo](img/logo.png)\n"),
      Example("![logo](img/Logo.png)\n", .brokenImage),
      Example("[![logo](img/none.png)](guide.md)\n", .brokenImage),
      Example("<p><img src='img/none.png' alt='x'></p>\n", .brokenImage),
      Example(
        "<picture><source srcset=\"img/logo.png, img/dark.png 2x\"><img alt=\"\" src=\"img/logo.png\"></picture>\n",
        .brokenImage),
      Example("a <img alt=\"\" srcset=\"img/logo.png 1x,img/logo.png 2x\"> b\n"),
      Example("<video poster=\"none.png\"></video>\n", .brokenImage),
    ]
  ) { inspection in
    for target in inspection.targets where target.link.isImage {
      switch target.outcome {
      case .missing: inspection.reportMissing(target, "no image")
      case .empty: inspection.report("this image has no destination", at: target.link.range)
      default: break
      }
    }
  }

  static let linkOutsideRoot = PageCheck(
    .linkOutsideRoot, "links out of the root",
    "a relative link or image that leads out of the root, whether there is anything or not; GitHub's own pages beside the files ('../../issues') are left alone",
    default: .error,
    examples: [
      Example("[a](../../other/x.md)\n", .linkOutsideRoot),
      Example("[a](../../issues/new) [b](../../wiki)\n"),
    ]
  ) { inspection in
    for target in inspection.targets where target.outcome == .outside {
      inspection.report("'\(target.path.text)' leads out of the root", at: target.pathRange)
    }
  }
}

extension PageInspection {
  /// Reports that there is nothing at a target's path, with what is nearest to the first of its names that is missing.
  fileprivate mutating func reportMissing(_ target: PageTarget, _ what: String) {
    let parts = target.path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    var notes: [(message: String, offset: Int?)] = []
    var fixIt: String?
    for index in parts.indices where !parts[index].isEmpty {
      let upTo = Bytes(target.path[..<parts[index].endIndex])
      guard site.kind(of: upTo) == .missing else { continue }
      let folder = Bytes(target.path[..<parts[index].startIndex])
      let wanted = parts[index].text
      let best = near(wanted) { $0.names(in: folder) }
      guard let first = best.first else { break }
      let mended = folder + Bytes(first.utf8)
      let rest = Bytes(target.path[parts[index].endIndex...])
      let whole = mended + rest
      let isThere = rest.isEmpty || site.kind(of: whole) != .missing
      let isCase = first.lowercased() == wanted.lowercased()
      notes.append(
        (
          isCase
            ? "'\(mended.text)' differs only in case"
            : "the nearest is '\((isThere ? whole : mended).text)'", nil
        ))
      if isThere, isCase || certain(best, for: wanted) != nil { fixIt = whole.percentEncoded.text }
      break
    }
    report(
      "\(what) is at '\(target.path.text)'", at: target.pathRange, notes: notes, fixIt: fixIt)
  }
}
