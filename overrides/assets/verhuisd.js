// On the page at an old address: to the new one, with what stood behind ? and #. A server that knows the old address does
// the same, and without script the page does it without those.
{
  const to = new URL(document.querySelector('link[rel="canonical"]').href);
  to.search = location.search;
  to.hash = location.hash || to.hash;
  location.replace(to);
}
