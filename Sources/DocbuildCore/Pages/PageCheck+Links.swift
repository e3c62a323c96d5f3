extension PageCheck {
  static let brokenLink = PageCheck(
    .brokenLink, "links to files",
    "a relative link, a used reference, or the 'href', 'src' or 'data' of '<a>', '<iframe>', '<video>' and the like, whose file or folder does not exist, or whose destination is empty; names are compared with their case, a leading '/' is the root as on GitHub, '#L10' must be a line of a source file; a 'file:' address or a drive ('C:') is on one machine only, a scheme that is nearly 'https' is not one; other links with a scheme or a host are left alone, unless they name a file of this repository, and so are those that a program fills in ('{{ … }}')",
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
      Example(
        "[a](file:///home/me/x.md) [b](C:\\docs\\x.md) [c](htps://example.org)\n", .brokenLink,
        .brokenLink, .brokenLink),
      Example("| a | b |\n| - | - |\n| [x](none.md) | ok |\n", .brokenLink),
    ]
  ) { inspection in
    for target in inspection.targets where !target.link.isImage {
      switch target.outcome {
      case .missing: inspection.reportMissing(target, inspection.absence(of: target, "nothing"))
      case .leftOver(let template):
        inspection.report(
          "'\(target.shown(in: inspection.page))' is only left over: its template '\(template)' is gone",
          at: target.pathRange)
      case .empty:
        inspection.report("this link has no destination", at: target.link.range)
      case .unreachable(let scheme): inspection.reportUnreachable(target, scheme)
      case .noLine(let count):
        inspection.report(
          "'\(target.shown(in: inspection.page))' has \(count) \(count == 1 ? "line" : "lines"), so there is no '#\(target.fragment?.text ?? "")'",
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
      Example("![docs](docs) ![docs](docs/)\n", .brokenImage, .brokenImage),
      Example("<video poster=\"none.png\"></video>\n", .brokenImage),
    ]
  ) { inspection in
    for target in inspection.targets where target.link.isImage {
      switch target.outcome {
      case .missing: inspection.reportMissing(target, inspection.absence(of: target, "no image"))
      case .folder:
        inspection.report(
          "'\(target.shown(in: inspection.page))' is a folder, not an image", at: target.pathRange)
      case .empty: inspection.report("this image has no destination", at: target.link.range)
      case .unreachable(let scheme): inspection.reportUnreachable(target, scheme)
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
      inspection.report(
        "'\(target.shown(in: inspection.page))' leads out of the root", at: target.pathRange)
    }
  }

  static let ignoredLink = PageCheck(
    .ignoredLink, "links to ignored files",
    "a link or image whose file is there and ignored by git: it leads nowhere in a clone, and nowhere on GitHub; what docbuild builds is left alone, and so are pages of sites",
    default: .error,
    examples: [
      Example("[a](ignored.md)\n\n![a](ignored.png)\n", .ignoredLink, .ignoredLink),
      Example("[a](guide.md)\n"),
    ]
  ) { inspection in
    for target in inspection.targets where target.outcome == .ignored {
      inspection.report(
        "git ignores '\(target.shown(in: inspection.page))', so no clone has it",
        at: target.pathRange)
    }
  }

  static let siteLink = PageCheck(
    .siteLink, "links for sites",
    "links and anchors that would lead somewhere on a site ('x.html' beside 'x.md', '/x' below a content root, an id written as '{#id}') and nowhere on GitHub, where the configuration does not say who reads the page: 'reader' does; one finding a page",
    default: .warning,
    examples: [
      Example("[a](guide.html) [b](guide.html#use)\n", .siteLink),
      Example("# F {#own}\n\n[x](#own)\n", .siteLink),
      Example("[a](gide.html)\n", .brokenLink),
    ]
  ) { inspection in
    let page = inspection.page
    let found = inspection.targets.filter { target in
      if case .onSite = target.outcome { true } else { false }
    }.sorted { $0.link.raw.lowerBound < $1.link.raw.lowerBound }
    guard let first = found.first, case .onSite(let file) = first.outcome else { return }
    let more =
      found.count == 1
      ? ""
      : ", and so \(found.count == 2 ? "does 1 more link" : "do \(found.count - 1) more links")"
    let what = page.bytes[first.link.raw].text
    inspection.report(
      "'\(what)' leads somewhere on a site, and nowhere on GitHub\(more)", at: first.link.raw,
      notes: (file.isEmpty ? [] : [("the site would show '\(file.text)'", nil)])
        + [("'reader' below [check] in docbuild.toml says who reads the page", nil)])
  }
}

extension PageCheck {
  static let emptyChapter = PageCheck(
    .emptyChapter, "empty chapters",
    "a chapter in mdBook's 'SUMMARY.md' whose file does not exist, so that the build makes an empty one, as long as 'create-missing' is not false; pages may link to it",
    default: .warning,
    examples: [
      Example("- [a](unwritten.md)\n", .emptyChapter),
      Example("- [a](guide.md)\n"),
    ]
  ) { inspection in
    for target in inspection.targets where target.outcome == .toBeMade {
      inspection.reportMissing(
        target,
        "'\(target.shown(in: inspection.page))' is not there, so the build makes an empty chapter of it"
      )
    }
  }
}

extension PageInspection {
  /// Reports that there is nothing at a target's path, with what is nearest to the first of its names that is missing.
  fileprivate mutating func reportMissing(_ target: PageTarget, _ message: String) {
    let isURL = target.link.destination.hasScheme
    let path = isURL ? site.repositoryPath(of: target.path) ?? target.path : target.path
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    var notes: [(message: String, offset: Int?)] = []
    var fixIt: String?
    for index in parts.indices where !parts[index].isEmpty {
      let upTo = Bytes(path[..<parts[index].endIndex])
      guard site.kind(of: upTo) == .missing else { continue }
      let folder = Bytes(path[..<parts[index].startIndex])
      let wanted = parts[index].text
      let best = near(wanted) { $0.names(in: folder) }
      guard let first = best.first else { break }
      let mended = folder + Bytes(first.utf8)
      let rest = Bytes(path[parts[index].endIndex...])
      let whole = mended + rest
      let isThere = rest.isEmpty || site.kind(of: whole) != .missing
      let isCase = first.lowercased() == wanted.lowercased()
      notes.append(
        (
          isCase
            ? "'\(mended.percentEncoded.text)' differs only in case"
            : "the nearest is '\((isThere ? whole : mended).percentEncoded.text)'", nil
        ))
      if isThere, !isURL, isCase || certain(best, for: wanted) != nil {
        fixIt = whole.percentEncoded.text
      }
      break
    }
    let rooted = [UInt8(ascii: "/")] + path
    if !isURL, path.first != UInt8(ascii: "/"), !site.reader.isSite, site.kind(of: rooted) == .file
    {
      notes = [("from the root on there is '\(rooted.percentEncoded.text)'", nil)]
      fixIt = rooted.percentEncoded.text
    }
    report(message, at: target.pathRange, notes: notes, fixIt: fixIt)
  }

  /// Reports an address that leads nowhere by its scheme, with the one that was meant.
  fileprivate mutating func reportUnreachable(_ target: PageTarget, _ scheme: UnreachableScheme) {
    let shown = target.shown(in: page)
    switch scheme {
    case .ofOneMachine:
      report("'\(shown)' names a file of one machine", at: target.pathRange)
    case .misspelt(let meant):
      report(
        "'\(shown.prefix { $0 != ":" }):' is not a scheme that anything follows",
        at: target.pathRange, notes: [("'\(meant):' is", nil)],
        fixIt: meant + shown.drop { $0 != ":" })
    }
  }

  fileprivate func absence(of target: PageTarget, _ what: String) -> String {
    let isURL = target.link.destination.hasScheme
    return
      "\(what) is at '\(target.shown(in: page))'\(isURL ? ", which is this repository" : "")"
  }
}
