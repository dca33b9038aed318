// SPDX-License-Identifier: GPL-2.0
/* The least that a tunnel over the kernel's UDP can cost: datagrams of a
 * connected socket in the kernel, and a socket in the kernel that throws them
 * away as soon as it has them. Never part of the driver.
 *
 * Two files in debugfs, udpfloor/, about the network namespace of whoever
 * opens them:
 *
 * send      writing "ADDRESS PORT LENGTH N" sends so many datagrams with so
 *           many bytes behind their UDP header, without a checksum; the write
 *           is over when the last one was sent.
 * receive   writing "PORT" opens a socket for them, until the file is closed;
 *           reading tells how many came.
 */
#include <linux/debugfs.h>
#include <linux/inet.h>
#include <linux/module.h>
#include <linux/nsproxy.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <net/net_namespace.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#define FLOOR_LENGTH_MAX	1500

struct floor_receiver {
	struct net *net;
	struct socket *sock;
	unsigned long n;		/* one CPU: softirq counts */
};

static struct dentry *floor_dir;

static int floor_send_all(struct socket *sock, void *data, size_t len,
			  unsigned int n)
{
	struct kvec vec = { .iov_base = data, .iov_len = len };
	int err;

	while (n--) {
		struct msghdr msg = { .msg_flags = MSG_DONTWAIT };

		err = kernel_sendmsg(sock, &msg, &vec, 1, len);
		if (err < 0)
			return err;
		cond_resched();
	}
	return 0;
}

static int floor_send(__be32 addr, u16 port, size_t len, unsigned int n)
{
	struct udp_port_cfg cfg = {
		.family = AF_INET,
		.peer_ip.s_addr = addr,
		.peer_udp_port = htons(port),
		.use_udp_checksums = false,
	};
	struct socket *sock;
	void *data;
	int err;

	data = kzalloc(len, GFP_KERNEL);
	if (!data)
		return -ENOMEM;
	err = udp_sock_create(current->nsproxy->net_ns, &cfg, &sock);
	if (!err) {
		err = floor_send_all(sock, data, len, n);
		udp_tunnel_sock_release(sock);
	}
	kfree(data);
	return err;
}

static ssize_t floor_send_write(struct file *file, const char __user *buf,
				size_t size, loff_t *pos)
{
	unsigned int len, n;
	char line[64], ip[16];
	__be32 addr;
	u16 port;
	int err;

	if (size >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, buf, size))
		return -EFAULT;
	line[size] = '\0';
	if (sscanf(line, "%15s %hu %u %u", ip, &port, &len, &n) != 4 ||
	    !in4_pton(ip, -1, (u8 *)&addr, -1, NULL) || !len ||
	    len > FLOOR_LENGTH_MAX)
		return -EINVAL;
	err = floor_send(addr, port, len, n);
	return err ?: size;
}

static const struct file_operations floor_send_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = floor_send_write,
};

static int floor_rcv(struct sock *sk, struct sk_buff *skb)
{
	struct floor_receiver *r = rcu_dereference_sk_user_data(sk);

	if (r)
		r->n++;
	consume_skb(skb);
	return 0;
}

static int floor_receive_open(struct inode *inode, struct file *file)
{
	struct floor_receiver *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	r->net = get_net(current->nsproxy->net_ns);
	file->private_data = r;
	return 0;
}

static int floor_receive_release(struct inode *inode, struct file *file)
{
	struct floor_receiver *r = file->private_data;

	if (r->sock)
		udp_tunnel_sock_release(r->sock);
	put_net(r->net);
	kfree(r);
	return 0;
}

static ssize_t floor_receive_write(struct file *file, const char __user *buf,
				   size_t size, loff_t *pos)
{
	struct floor_receiver *r = file->private_data;
	struct udp_tunnel_sock_cfg tunnel = {
		.sk_user_data = r,
		.encap_type = 1,
		.encap_rcv = floor_rcv,
	};
	struct udp_port_cfg cfg = { .family = AF_INET };
	u16 port;
	int err;

	err = kstrtou16_from_user(buf, size, 10, &port);
	if (err)
		return err;
	if (r->sock)
		return -EBUSY;
	cfg.local_udp_port = htons(port);
	err = udp_sock_create(r->net, &cfg, &r->sock);
	if (err)
		return err;
	setup_udp_tunnel_sock(r->net, r->sock, &tunnel);
	return size;
}

static ssize_t floor_receive_read(struct file *file, char __user *buf,
				  size_t size, loff_t *pos)
{
	struct floor_receiver *r = file->private_data;
	char line[24];
	int len;

	len = scnprintf(line, sizeof(line), "%lu\n", READ_ONCE(r->n));
	return simple_read_from_buffer(buf, size, pos, line, len);
}

static const struct file_operations floor_receive_fops = {
	.owner = THIS_MODULE,
	.open = floor_receive_open,
	.read = floor_receive_read,
	.write = floor_receive_write,
	.release = floor_receive_release,
};

static int __init udpfloor_init(void)
{
	floor_dir = debugfs_create_dir("udpfloor", NULL);
	debugfs_create_file_unsafe("send", 0200, floor_dir, NULL,
				   &floor_send_fops);
	debugfs_create_file_unsafe("receive", 0600, floor_dir, NULL,
				   &floor_receive_fops);
	return 0;
}

static void __exit udpfloor_exit(void)
{
	debugfs_remove(floor_dir);
}

module_init(udpfloor_init);
module_exit(udpfloor_exit);
MODULE_DESCRIPTION("The least that a tunnel over the kernel's UDP can cost");
MODULE_LICENSE("GPL");
