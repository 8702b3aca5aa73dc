//! The receiving end of an ID Authentication's callback, as small as can be.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was posted to the callback.
pub struct Letter {
    pub body: serde_json::Value,
}

/// In place of a status: the connection ends without an answer.
pub const NO_ANSWER: u16 = 0;

/// Listens until the process ends; `answer` gives the status of each. The address is that of the callback.
pub fn listen(answer: impl Fn(Letter) -> u16 + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/callback", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            serve(stream.unwrap(), &answer);
        }
    });
    url
}

/// To what is no event an HTTP server says that there is nothing.
fn serve(mut stream: TcpStream, answer: &impl Fn(Letter) -> u16) -> Option<()> {
    let Some(letter) = letter(&stream) else {
        let head = "HTTP/1.1 404 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        return stream.write_all(head.as_bytes()).ok();
    };
    let status = answer(letter);
    if status == NO_ANSWER {
        return None;
    }
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).ok()
}

fn letter(stream: &TcpStream) -> Option<Letter> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
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
    let body = serde_json::from_slice(&body).ok()?;
    Some(Letter { body })
}

/// An ID Authentication that takes every event and remembers it.
pub struct Ida {
    url: String,
    heard: Arc<Mutex<Vec<serde_json::Value>>>,
}

impl Ida {
    pub fn start() -> Self {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        let url = listen(move |letter| {
            kept.lock().unwrap().push(letter.body);
            200
        });
        Self { url, heard }
    }

    /// What a configuration says of it; `ida.secret` lies beside the file.
    pub fn context(&self) -> String {
        context(&self.url)
    }

    /// The license key that it holds for the one MISP of a test: it keeps the last it heard of.
    pub fn key(&self) -> Option<String> {
        let heard = self.heard.lock().unwrap();
        let mut keys = heard.iter().filter_map(|event| find(event, "licenseKey"));
        keys.next_back()
    }
}

pub fn context(callback: &str) -> String {
    format!("[contexts.dev.ida]\ncallback = \"{callback}\"\nsecret = {{ file = \"ida.secret\" }}\n")
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
