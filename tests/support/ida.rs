//! An ID Authentication that takes every event and remembers it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

pub struct Ida {
    url: String,
    heard: Arc<Mutex<Vec<serde_json::Value>>>,
}

impl Ida {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if let Some(event) = event(stream.unwrap()) {
                    kept.lock().unwrap().push(event);
                }
            }
        });
        Self { url, heard }
    }

    /// What a configuration says of it; `ida.secret` lies beside the file.
    pub fn context(&self) -> String {
        format!(
            "[contexts.dev.ida]\ncallback = \"{}\"\nsecret = {{ file = \"ida.secret\" }}\n",
            self.url
        )
    }

    /// The license key that it holds for the one MISP of a test: it keeps the last it heard of.
    pub fn key(&self) -> Option<String> {
        let heard = self.heard.lock().unwrap();
        let mut keys = heard.iter().filter_map(|event| find(event, "licenseKey"));
        keys.next_back()
    }
}

fn find(value: &serde_json::Value, name: &str) -> Option<String> {
    match value {
        serde_json::Value::Object(members) => {
            members
                .iter()
                .find_map(|(key, value)| match value.as_str() {
                    Some(text) if key == name => Some(text.to_owned()),
                    _ => find(value, name),
                })
        }
        serde_json::Value::Array(values) => values.iter().find_map(|value| find(value, name)),
        _ => None,
    }
}

fn event(mut stream: TcpStream) -> Option<serde_json::Value> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        .ok()?;
    serde_json::from_slice(&body).ok()
}
