import DocbuildCore

extension RouteSearch {
  /// The folders of the page on its site, from which a relative route may start.
  var pageRoutes: [Bytes] {
    let mounts = layout.mounts(of: page)
    let posts = mounts.flatMap { mount -> [Bytes] in
      guard layout.reader.datesRoutes,
        let post = layout.reader.post(page.bytes, below: mount.folder)
      else { return [] }
      let route = mount.route + post.day + [Bytes.slash] + post.title
      return [route + [Bytes.slash], route.folder + [Bytes.slash]]
    }
    return posts
      + mounts.flatMap { mount -> [Bytes] in
        let inside =
          mount.folder.isEmpty ? page.bytes : Bytes(page.bytes.dropFirst(mount.folder.count + 1))
        let folder = mount.route + inside.folder + (inside.folder.isEmpty ? [] : [Bytes.slash])
        let stem = inside.fileName.stem(layout.reader)
        let isIndex =
          layout.reader.indexNames.contains(stem.text)
          || layout.reader.indexesByFolder && inside.folder.fileName == stem
        if isIndex, layout.reader.indexesByFolder, !inside.folder.isEmpty {
          // Without a slash at its end, the route starts from the folder above.
          return [folder, mount.route + inside.folder.folder + [Bytes.slash]]
        }
        guard layout.reader.givesFolders, !isIndex else {
          return [folder]
        }
        return [folder + stem + [Bytes.slash], folder]
      }
  }
}
