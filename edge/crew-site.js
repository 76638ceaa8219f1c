// The crew site's edge, a CloudFront Function (cloudfront-js-2.0), exactly as deployed. The host applies the same rule:
// CrewPlace.EdgeRule. Several strokes together become one, and one at the end falls away; so the gateway and the bucket,
// which would both find nothing, are asked for what was meant. Query, header fields and cookies pass unchanged.
function handler(event) {
  const request = event.request;
  const path = request.uri.replace(/\/+/g, '/');
  request.uri = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return request;
}
