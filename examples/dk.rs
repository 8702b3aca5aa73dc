use std::sync::Arc;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = std::time::Instant::now();
    let mut o = pmctl::devkernel::Options::new(a[1].clone().into(), Arc::new(jiff::Timestamp::now));
    o.faults = true;
    let k = pmctl::devkernel::DevKernel::start(o).unwrap();
    println!("{} {:?}", k.base_url(), t.elapsed());
    if a.len() > 2 {
        let t = std::time::Instant::now();
        let b = std::net::TcpStream::connect(k.addr()).is_ok();
        println!("connect {b} {:?}", t.elapsed());
        let t = std::time::Instant::now();
        k.stop();
        println!("stop {:?}", t.elapsed());
        return;
    }
    k.serve_until_signal().unwrap();
}
