//! nginx as a careful admin would set it up for this tree.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Server, THREADS};
use crate::process::{Running, free_port};

/// Open files are remembered for a second: faster, and up to a second late.
pub const CACHE: &str = "open_file_cache max=1000; open_file_cache_valid 1s;";

/// Starts nginx on the tree of a data directory.
pub fn start(name: &'static str, home: &Path, latest: &str, more: &str) -> Server {
    let port = free_port();
    let prefix = home.join(format!("nginx-{port}"));
    fs::create_dir_all(&prefix).expect("a folder");
    let file = prefix.join("nginx.conf");
    fs::write(&file, configuration(home, &prefix, port, more)).expect("a file");
    let mut command = Command::new("nginx");
    command.arg("-p").arg(&prefix).arg("-c").arg(&file);
    command.stderr(Stdio::null());
    Server {
        name,
        running: Running::start(&mut command),
        port,
        path: latest.to_owned(),
    }
}

/// No log, no compression, connections that stay; the headers are those of our edge. Its own tag
/// stands for ours, and it can't be made to leave out `Server`.
fn configuration(home: &Path, prefix: &Path, port: u16, more: &str) -> String {
    let (root, prefix) = (home.join("edge"), prefix.display());
    format!(
        r#"
user root;
worker_processes {THREADS};
daemon off;
pid {prefix}/nginx.pid;
error_log {prefix}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_requests 100000000;
  server_tokens off;
  client_body_temp_path {prefix}/body;
  proxy_temp_path {prefix}/proxy;
  fastcgi_temp_path {prefix}/fastcgi;
  uwsgi_temp_path {prefix}/uwsgi;
  scgi_temp_path {prefix}/scgi;
  {more}
  server {{
    listen 127.0.0.1:{port};
    root {root};
    types {{ }}
    default_type text/plain;
    add_header Access-Control-Allow-Origin "*";
    add_header Access-Control-Expose-Headers "ETag, Content-Length, Content-Range";
    add_header X-Content-Type-Options "nosniff";
    add_header Cache-Control "max-age=0, s-maxage=30, stale-if-error=1209600";
    add_header Vary "Accept-Encoding";
    add_header Last-Modified "";
  }}
}}
"#,
        root = root.display()
    )
}
