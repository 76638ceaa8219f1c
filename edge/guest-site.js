// The guest site's edge, a CloudFront Function (cloudfront-js-2.0), exactly as deployed. The host applies the same rule:
// PagePlace.EdgeRule. /g/x and /g/x/ with x = 1 to 80 of [a-z0-9-] become /g/x.html; every other address passes unchanged.
function handler(event) {
  const request = event.request;
  const match = /^\/g\/([a-z0-9-]{1,80})\/?$/.exec(request.uri);
  if (match !== null) {
    request.uri = '/g/' + match[1] + '.html';
  }
  return request;
}
